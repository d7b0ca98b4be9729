import pg from 'pg'
import { templateDatabase } from '../src/index.ts'

/** Asks for a template in a process of its own, and tells whether it was this process that prepared it. */
let prepared = false
const { name } = await templateDatabase(process.argv[2] as string, async (url) => {
  prepared = true
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('create table shelf as select 1 as id')
  await client.end()
})
process.send?.({ name, prepared })
