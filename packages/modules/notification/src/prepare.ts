import { type Container, createId, Database } from '@stoa/kernel'
import { NotificationProviders } from './notification-providers.ts'

/** Every provider has a row, which says what it is called and serves; those that are installed no more are not enabled. */
export async function prepare(container: Container): Promise<void> {
  const providers = container.resolve(NotificationProviders)
  const rows = providers.ids
    .map((id) => providers.get(id))
    .map(({ id, name, channels }) => ({ id: createId('notpro'), handle: id, name, channels }))
  await container.resolve(Database).query(
    `with installed as (
       select * from jsonb_to_recordset($1::jsonb) as r (id text, handle text, name text, channels text[])
     ), gone as (
       update stoa_notification.notification_provider set is_enabled = false, updated_at = now()
       where is_enabled and deleted_at is null and handle not in (select handle from installed)
     )
     insert into stoa_notification.notification_provider as known (id, handle, name, channels)
     select id, handle, name, channels from installed order by handle
     on conflict (handle) where deleted_at is null do update
     set name = excluded.name, channels = excluded.channels, is_enabled = true, updated_at = now()
     where (known.name, known.channels, known.is_enabled) is distinct from (excluded.name, excluded.channels, true)`,
    [JSON.stringify(rows)],
  )
}
