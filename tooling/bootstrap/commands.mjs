/** Commands that more than one task runs: the program and its arguments. */
export const build = ['turbo', 'run', 'build', '--output-logs=errors-only']
export const test = ['vitest', 'run', '--config', 'vitest.workspace.ts']
