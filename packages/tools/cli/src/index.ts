import { defineCommand } from 'citty'
import { events } from './events/index.ts'
import { stock } from './stock/index.ts'
import { users } from './users/index.ts'

/** The command `stoa`. */
export const stoa = defineCommand({
  meta: {
    name: 'stoa',
    description: 'Looks after a shop. It finds the database by DATABASE_URL, or the project’s own.',
  },
  subCommands: { events, stock, users },
})
