import type { Host } from './host.ts'

/** As if so many seconds had gone by for everything that waits for its time. */
export async function timePasses({ database }: Host, seconds: number): Promise<void> {
  const past = `$1::float8 * interval '1 second'`
  await database.query(`update stoa_workflows.step set due_at = due_at - ${past} where status = 'intended'`, [
    seconds,
  ])
  await database.query(
    `update stoa_workflows.execution set resume_at = resume_at - ${past}, lease_expires_at = lease_expires_at - ${past}
     where owner is null and finished_at is null`,
    [seconds],
  )
}

/** Waits until nobody works on any execution, and some of them are not over. */
export async function untilGivenUp({ database }: Host, count = 1): Promise<void> {
  const given = `select from stoa_workflows.execution where finished_at is null and owner is null and resume_at is not null`
  const owned = 'select from stoa_workflows.execution where owner is not null'
  while ((await database.query(given)).length < count || (await database.query(owned)).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
