import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { orderWorkflow, shipWorkflow } from './crash-shop.ts'
import type { Host } from './host.ts'

export type What = 'order' | 'failing order' | 'ship'

const script = fileURLToPath(new URL('./crashing-process.ts', import.meta.url))

/** Orders or ships in a process of its own, until it comes to that point. */
export async function processAt(point: string, url: string, what: What = 'order'): Promise<ChildProcess> {
  const args = ['--conditions=@stoa/source', script, url, what, point]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  expect(await says(child)).toBe('here\n')
  return child
}

/** What a process says next. */
export async function says(child: ChildProcess): Promise<string> {
  const [said] = await Promise.race([
    once(child.stdout as NonNullable<typeof child.stdout>, 'data'),
    once(child, 'exit'),
  ])
  return String(said)
}

/** Kills it without notice. */
export async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** Goes on with what another process left, as soon as its lease is over. */
export async function resume({ workflows }: Host): Promise<void> {
  workflows.register(
    orderWorkflow(async () => undefined),
    shipWorkflow(async () => undefined),
  )
  while ((await workflows.resume()) === 0) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** What became of the one execution. */
export async function outcome({ database }: Host) {
  const [row] = await database.query('select status, result from stoa_workflows.execution')
  return row
}
