import { fieldsQuery, moments, type StoaServer, sendJson, words } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { actorOf, checkFields, readOne, resource, sendOne, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { convertToOrder } from '../drafts/convert-draft.ts'
import { createDraft } from '../drafts/create-draft.ts'
import { draftChange, newDraft } from '../drafts/schemas.ts'
import { updateDraft } from '../drafts/update-draft.ts'
import { emitOrder } from '../emit-order.ts'
import { draftFields, draftListFields, changedDraftFields as fields } from './draft-order-fields.ts'

const PATH = '/admin/draft-orders'

const filters = {
  id: words(),
  q: Type.String(),
  region_id: words(),
  sales_channel_id: words(),
  customer_id: words(),
  ...moments(),
}

const onlyDrafts = { is_draft_order: true }

/** Drafts: orders that shopkeepers put together for their buyers, of which nothing is sold until they are converted. */
export async function adminDraftOrders(app: StoaServer): Promise<void> {
  const service = app.container.resolve(OrderService)
  const drafts = resource(app, {
    path: PATH,
    entity: 'order',
    key: 'draft_order',
    object: 'draft-order',
    fields,
    list_fields: draftListFields,
    scope: () => ({ filters: onlyDrafts }),
  })
  const schema = { params: Type.Object({ id: Type.String() }), querystring: fieldsQuery() }

  drafts.list({ default_limit: 50, filters })

  drafts.create(newDraft, (body, { container }) => createDraft(container, body))

  app.get(`${PATH}/:id`, { schema }, (request, reply) =>
    sendOne(request, reply, {
      entity: 'order',
      key: 'draft_order',
      id: request.params.id,
      fields: draftFields,
      filters: onlyDrafts,
    }),
  )

  drafts.action('', draftChange, async (body, request, id) => {
    const changed = await updateDraft(request.container, id, body, actorOf(request).id)
    if (changed) await emitOrder(request.container, 'order.updated', id)
  })

  drafts.delete((id) => service.deleteDraft(id))

  app.post(`${PATH}/:id/convert-to-order`, { schema }, async (request, reply) => {
    checkFields(request, fields)
    const { container, params } = request
    const text = await transaction(request, async () => {
      await convertToOrder(container, params.id)
      return readOne(request, { entity: 'order', key: 'order', id: params.id, fields })
    })
    return sendJson(reply, text)
  })
}
