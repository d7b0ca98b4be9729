const OPEN = `
select (select count(*) from stoa_events.event where dispatched_at is null)::int as events,
  (select count(*) from stoa_events.redelivery where dead_at is null)::int as redeliveries,
  (select count(*) from stoa_events.event e join stoa_events.subscriber s on e.name = any(s.events) or '*' = any(s.events)
    where not exists (select from stoa_events.inbox i where i.subscriber = s.name and i.event_id = e.id)
      and not exists (select from stoa_events.redelivery r where r.subscriber = s.name and r.event_id = e.id))::int as undelivered,
  (select count(*) from stoa_workflows.execution where finished_at is null)::int as executions,
  (select count(*) from stoa_payment.payment_operation)::int as operations`

/** A capture or refund whose host died is taken up again after five minutes. */
const PATIENCE = 480_000

/**
 * Waits until nothing is under way any more.
 *
 * @param tell hears of what is, whenever that changes
 * @returns what still is when the patience is over
 */
export async function quiet(
  ask: (sql: string) => Promise<object[]>,
  tell: (open: string) => void,
): Promise<string | undefined> {
  let told = ''
  for (const deadline = Date.now() + PATIENCE; ; ) {
    const [row = {}] = await ask(OPEN)
    const open = Object.entries(row)
      .filter(([, count]) => count > 0)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')
    if (open === '') return undefined
    if (open !== told) tell(open)
    told = open
    if (Date.now() > deadline) return open
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
