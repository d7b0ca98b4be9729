import { runCommand } from 'citty'
import { vi } from 'vitest'
import { stoa } from '../src/index.ts'

/** Runs the command in this process, which is quicker than in a shell. */
export async function call(url: string, ...args: string[]) {
  const written = { out: [] as string[], err: [] as string[] }
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((text) => written.out.push(text)),
    vi.spyOn(console, 'error').mockImplementation((text) => written.err.push(text)),
  ]
  vi.stubEnv('DATABASE_URL', url)
  await runCommand(stoa, { rawArgs: args })
  const code = process.exitCode ?? 0
  process.exitCode = 0
  vi.unstubAllEnvs()
  for (const spy of spies) spy.mockRestore()
  return { code, out: written.out.join('\n'), err: written.err.join('\n') }
}
