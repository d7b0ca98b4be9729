import { createId, type Database } from '@stoa/kernel'
import type { NewNotification } from './new-notification.ts'
import type { NotificationProviders } from './notification-providers.ts'

/** Seconds after which a message that is neither sent nor failed counts as left behind by a host that died. */
const LEFT_BEHIND = 300

/** A message that is asked for, with the id it has if it is new. */
export interface Wanted {
  id: string
  notification: NewNotification
}

/** A message as it is kept. */
export interface Kept {
  id: string
  /** Whether it is the caller's to send. */
  mine: boolean
  to: string
  from: string | null
  channel: string
  template: string | null
  data: Record<string, unknown> | null
  provider_data: Record<string, unknown> | null
  idempotency_key: string | null
}

/** What became of a message. */
export interface Outcome {
  id: string
  status: 'success' | 'failure'
  external_id: string | null
}

/** Messages with the ids they would have; those that share a key are one. */
export function wantedOf(notifications: readonly NewNotification[]): Wanted[] {
  const byKey = new Map<string, Wanted>()
  return notifications.map((notification) => {
    const { idempotency_key: key } = notification
    const known = key ? byKey.get(key) : undefined
    if (known) return known
    const wanted = { id: createId('noti'), notification }
    if (key) byKey.set(key, wanted)
    return wanted
  })
}

const COLUMNS = `"to", "from", channel, template, data, provider_data, trigger_type, resource_id, resource_type, receiver_id,
  original_notification_id, idempotency_key`

const KEPT = `id, "to", "from", channel, template, data, provider_data, idempotency_key`

/**
 * Notes messages as about to be sent, in one statement. One whose key is there already is taken up again if it failed or was
 * left behind.
 *
 * @returns what is kept of all of them; one that another call is noting just now is missing
 */
export async function claim(
  database: Database,
  wanted: readonly Wanted[],
  providers: NotificationProviders,
): Promise<Kept[]> {
  const rows = wanted.map(({ id, notification: { content: _, attachments: __, ...notification } }) => ({
    ...notification,
    id,
    idempotency_key: notification.idempotency_key || null,
    handle: providers.of(notification.channel).id,
  }))
  return database.query<Kept>(
    `with asked as (
       select * from jsonb_to_recordset($1::jsonb) as r (
         id text, handle text, "to" text, "from" text, channel text, template text, data jsonb, provider_data jsonb,
         trigger_type text, resource_id text, resource_type text, receiver_id text, original_notification_id text,
         idempotency_key text)
     ), claimed as (
       insert into stoa_notification.notification as known (id, provider_id, ${COLUMNS})
       select asked.id, (
         select provider.id from stoa_notification.notification_provider provider
         where provider.handle = asked.handle and provider.deleted_at is null), ${COLUMNS}
       from asked order by idempotency_key, asked.id
       on conflict (idempotency_key) where deleted_at is null do update
       set status = 'pending', provider_id = excluded.provider_id, updated_at = now()
       where known.status = 'failure'
         or known.status = 'pending' and known.updated_at < now() - make_interval(secs => ${LEFT_BEHIND})
       returning ${KEPT}
     )
     select ${KEPT}, true as mine from claimed
     union all
     select ${KEPT}, false from stoa_notification.notification
     where deleted_at is null and idempotency_key in (select idempotency_key from asked)
       and id not in (select id from claimed)`,
    [JSON.stringify(rows)],
  )
}

/** Notes what became of messages, in one statement. */
export async function settle(database: Database, outcomes: readonly Outcome[]): Promise<void> {
  await database.query(
    `update stoa_notification.notification n
     set status = r.status, external_id = r.external_id, updated_at = now()
     from jsonb_to_recordset($1::jsonb) as r (id text, status text, external_id text)
     where n.id = r.id and n.status <> 'success'`,
    [JSON.stringify(outcomes)],
  )
}
