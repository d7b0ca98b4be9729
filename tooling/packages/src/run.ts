import { execFile } from 'node:child_process'

/** Runs a program to its end, with `env` beside our own. Gives back what it wrote; an error carries it too. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const options = {
    cwd,
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  }
  execFile(command, [...args], options, (error, stdout, stderr) => {
    if (!error) return resolve(stdout)
    reject(new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error }))
  })
  return promise
}
