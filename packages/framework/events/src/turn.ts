import type { Database } from '@stoa/kernel'

/** Whoever holds it dispatches. One host at a time, or events of one subject could overtake each other. */
const LOCK = 7_863_004

/** How long a host may keep the others waiting that has fallen silent in its turn. */
const SILENCE = '60s'

/**
 * Takes the turn to dispatch until the open transaction ends. It ends with the connection, too: a host that dies gives way
 * at once, one that hangs or is cut off when PostgreSQL loses patience.
 *
 * @returns whether it is this host's turn
 */
export async function takeTurn(database: Database): Promise<boolean> {
  const [turn] = await database.query<{ mine: boolean }>(
    `select pg_try_advisory_xact_lock($1) as mine, set_config('idle_in_transaction_session_timeout', '${SILENCE}', true)`,
    [LOCK],
    { name: 'events_turn' },
  )
  return turn?.mine === true && !(await isLate(database))
}

/**
 * Whether another host has dispatched since this transaction began: what is written now would bear an earlier time than
 * what went out before it. A clock that was set back further than this is not waited for.
 */
async function isLate(database: Database): Promise<boolean> {
  const later = await database.query(
    `select from stoa_events.event
     where dispatched_at > now() and dispatched_at < now() + interval '10 seconds' limit 1`,
    [],
    { name: 'events_turn_late' },
  )
  return later.length > 0
}
