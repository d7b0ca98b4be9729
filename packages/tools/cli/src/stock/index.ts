import { defineCommand } from 'citty'
import { repair } from './repair.ts'

export const stock = defineCommand({
  meta: { name: 'stock', description: 'Looks after what is promised of the stock' },
  subCommands: { repair },
})
