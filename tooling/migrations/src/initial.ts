// node --conditions=@stoa/source tooling/migrations/src/initial.ts packages/modules/product [date]
// Writes src/migrations/<date>-initial.ts and its index from src/entities. Read what it wrote: what the entities cannot
// say (search columns, sequences, further indexes) is added by hand.
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { MikroORM } from '@mikro-orm/postgresql'

const [folder, date = new Date().toISOString().slice(0, 10).replaceAll('-', '')] = process.argv.slice(2)
if (!folder) throw new Error('usage: initial.ts PACKAGE_FOLDER [YYYYMMDD]')

const root = path.resolve(folder)
const { entities } = await import(pathToFileURL(path.join(root, 'src/entities/index.ts')).href)
const orm = new MikroORM({ entities: Object.values(entities), dbName: 'none', connect: false } as never)
const created = (await orm.schema.getCreateSchemaSQL({ wrap: false })).trim()

// A pivot table's primary key serves the way there; the way back wants an index of its own.
const pivot = /create table ("\w+"\."(\w+)") \("\w+" text not null, "(\w+)" text not null, primary key .*;/g
const sql = created.replace(
  pivot,
  (statement, table, name, column) =>
    `${statement}\ncreate index "${name}_${column}_index" on ${table} ("${column}");`,
)

const name = path.basename(root).replaceAll('-', '_')
const target = path.join(root, 'src/migrations')
await mkdir(target, { recursive: true })
await writeFile(
  path.join(target, `${date}-initial.ts`),
  `import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  '${name}/${date}_initial',
  \`
${sql.replaceAll('`', '\\`').replace(/^/gm, '    ').replace(/^ +$/gm, '')}
  \`,
)
`,
)
await writeFile(
  path.join(target, 'index.ts'),
  `import { initial } from './${date}-initial.ts'

/** In the order in which they apply. */
export const migrations = [initial]
`,
)
