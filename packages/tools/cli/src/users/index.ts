import { defineCommand } from 'citty'
import { resetMfa } from './reset-mfa.ts'

export const users = defineCommand({
  meta: { name: 'users', description: 'Looks after who signs in' },
  subCommands: { 'reset-mfa': resetMfa },
})
