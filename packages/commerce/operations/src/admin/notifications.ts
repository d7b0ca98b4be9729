import { type StoaServer, words } from '@stoa/http'
import { fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'

const fields = fieldRules(
  'id to channel template data trigger_type resource_id resource_type receiver_id created_at updated_at',
)

const filters = { q: Type.String(), id: words(), channel: words(), to: words() }

/** `/admin/notifications`: what people were told. The admin shows those of the channel `feed`. */
export async function adminNotifications(app: StoaServer): Promise<void> {
  const notifications = resource(app, { path: '/admin/notifications', entity: 'notification', fields })
  notifications.list({ default_limit: 50, default_order: '-created_at', filters })
  notifications.retrieve()
}
