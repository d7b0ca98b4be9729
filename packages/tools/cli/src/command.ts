import { StoaError } from '@stoa/kernel'
import { type ArgsDef, type CommandDef, type CommandMeta, defineCommand, type ParsedArgs } from 'citty'

interface Definition<Options extends ArgsDef> {
  meta: CommandMeta
  options: Options
  run(args: ParsedArgs<Options>): Promise<void>
}

/** A command that takes its options and nothing else, and says in one sentence what went wrong. */
export const command = <const Options extends ArgsDef>({
  meta,
  options,
  run,
}: Definition<Options>): CommandDef<Options> =>
  defineCommand<Options>({
    meta,
    args: options,
    async run({ args }) {
      try {
        refuseUnknown(args, options)
        refuseEmpty(args, options)
        await run(args)
      } catch (error) {
        console.error(explain(error))
        process.exitCode = 1
      }
    },
  })

/** A mistyped `--from` would otherwise mean all events of all times. */
function refuseUnknown(args: Record<string, unknown> & { _: string[] }, options: ArgsDef): void {
  const aliases = Object.values(options).flatMap((option) => ('alias' in option && option.alias) || [])
  const known = new Set([...Object.keys(options), ...aliases])
  const unknown = [
    ...args._,
    ...Object.keys(args)
      .filter((name) => name !== '_' && !known.has(name))
      .map((name) => `--${name}`),
  ]
  if (unknown.length === 0) return
  throw new StoaError(
    'invalid_data',
    `${unknown.join(' ')} is not understood. There are ${Object.keys(options)
      .map((name) => `--${name}`)
      .join(', ')}.`,
  )
}

function refuseEmpty(args: Record<string, unknown>, options: ArgsDef): void {
  for (const [name, { type }] of Object.entries(options)) {
    const value = args[name]
    if (type !== 'string' || value === undefined || (typeof value === 'string' && value !== '')) continue
    throw new StoaError('invalid_data', `--${name} needs a value.`)
  }
}

const EXPLANATIONS: Record<string, string> = {
  ECONNREFUSED: 'The database cannot be reached. Start it, or correct DATABASE_URL.',
  ENOTFOUND: 'The database’s host is not known. Correct DATABASE_URL.',
  '28P01': 'The database refuses the password. Correct DATABASE_URL.',
  '3D000': 'There is no such database. Correct DATABASE_URL.',
  '42P01': 'The database has no tables for this. Start a host on it once, which creates them.',
  '42703':
    'The database has tables of an older version. Start a host of this version once, which changes them.',
}

function explain(error: unknown): string {
  const { code } = error as { code?: string }
  const explanation = code === undefined ? undefined : EXPLANATIONS[code]
  return explanation ?? (error instanceof Error ? error.message : String(error))
}
