import { setTimeout as sleep } from 'node:timers/promises'
import type { Shop } from './shop.ts'

/** Waits until somebody else waits for the execution with this key. */
export async function untilJoined({ database }: Pick<Shop, 'database'>, key: string): Promise<void> {
  const joined = 'select from stoa_workflows.execution where key = $1 and joined > 0'
  while ((await database.query(joined, [key])).length === 0) await sleep(10)
}
