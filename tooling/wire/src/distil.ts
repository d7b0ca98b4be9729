// Writes names.json anew from the contract's routes.json: node src/distil.ts PATH/TO/routes.json
import { readFileSync, writeFileSync } from 'node:fs'
import { namesOf, type Schema } from './names.ts'

interface Route {
  method: string
  path: string
  body?: Schema
  query?: Schema
}

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error("Say where the contract's routes.json is: node src/distil.ts PATH/TO/routes.json")
  process.exit(2)
}
const routes: Route[] = JSON.parse(readFileSync(file, 'utf8'))

const wordsOf = (schema: Schema | undefined) =>
  namesOf(schema, (reference) => {
    throw new Error(`${file} points to ${reference}. Write out there what it means.`)
  }).join(' ')

const lines: string[] = []
// Without regard to any language, so that the order is the same everywhere.
routes.sort((a, b) => (a.path === b.path ? (a.method < b.method ? -1 : 1) : a.path < b.path ? -1 : 1))
for (const { method, path, body, query } of routes) {
  const taken = Object.entries({ body: wordsOf(body), query: wordsOf(query) }).filter(
    ([, names]) => names !== '',
  )
  lines.push(`${JSON.stringify(`${method} ${path}`)}: ${JSON.stringify(Object.fromEntries(taken))}`)
}
// A line for each, so that a change of one reads as one.
writeFileSync(new URL('../names.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`)
console.log(`${routes.length} routes written. Let npm run format have its way with the file.`)
