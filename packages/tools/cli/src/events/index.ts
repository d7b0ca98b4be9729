import { defineCommand } from 'citty'
import { dead } from './dead.ts'
import { list } from './list.ts'
import { replay } from './replay.ts'

export const events = defineCommand({
  meta: { name: 'events', description: 'Lists events, and sends them again' },
  subCommands: { list, dead, replay },
})
