import { metadata, moments, nullable, type StoaServer, words } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { returnReasonColumns, returnReasonFields } from '../return-reason-fields.ts'

const filters = {
  q: Type.String(),
  id: words(),
  value: words(),
  label: words(),
  description: words(),
  parent_return_reason_id: words(),
  ...moments(),
}

const change = Type.Object({
  value: Type.String(),
  label: Type.String(),
  description: Type.Optional(nullable(Type.String())),
  metadata: Type.Optional(metadata()),
})

const reason = Type.Object({
  ...change.properties,
  parent_return_reason_id: Type.Optional(nullable(Type.String())),
})

/** Why buyers send things back, as the admin keeps the reasons: a tree. */
export async function adminReturnReasons(app: StoaServer): Promise<void> {
  const orders = app.container.resolve(OrderService)
  const reasons = resource(app, {
    path: '/admin/return-reasons',
    entity: 'return_reason',
    fields: fieldRules(returnReasonFields),
    list_fields: fieldRules(returnReasonColumns),
  })
  reasons.list({ default_limit: 20, filters })
  reasons.retrieve()
  reasons.create(reason, async ({ value, label, description, metadata, parent_return_reason_id }) => {
    if (parent_return_reason_id) await orders.retrieveReturnReason(parent_return_reason_id)
    return orders.createReturnReasons({ value, label, description, metadata, parent_return_reason_id })
  })
  reasons.update(change, ({ value, label, description, metadata }, _request, id) =>
    orders.updateReturnReasons({ id, value, label, description, metadata }),
  )
  reasons.delete((id) => orders.removeReturnReason(id))
}
