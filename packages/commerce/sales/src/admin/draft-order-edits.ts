import type { StoaServer } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { actorOf, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { changeStep, idOf } from '../changes/change-kind.ts'
import { itemRoutes } from '../changes/item-routes.ts'
import { tellOfEdit } from '../changes/tell-of-edit.ts'
import { addPromotions, removePromotions } from '../drafts/change-promotions.ts'
import { draftEdit } from '../drafts/draft-edit.ts'
import { followEdit } from '../drafts/follow-promotions.ts'
import { holdPromotions } from '../drafts/held-promotions.ts'
import { promoCodes } from '../drafts/schemas.ts'

const PATH = '/admin/draft-orders/:id/edit'

/** What is in a draft is put together anew, and nothing of it counts until the edit is confirmed. */
export async function adminDraftOrderEdits(app: StoaServer): Promise<void> {
  const params = Type.Object({ id: Type.String({ description: 'Of the draft.' }) })
  const service = app.container.resolve(OrderService)

  app.post(PATH, { schema: { params } }, (request) =>
    transaction(request, async () => {
      const { id: order_id } = request.params
      const by = actorOf(request).id
      const change = await service.openChange({ order_id, change_type: 'edit', of_draft: true, by })
      return draftEdit.answer(request, change)
    }),
  )

  itemRoutes(app, `${PATH}/items`, draftEdit, { of_draft: true })

  const body = Type.Object({ promo_codes: promoCodes })

  app.post(`${PATH}/promotions`, { schema: { params, body } }, (request) =>
    changeStep(request, draftEdit, (change) =>
      addPromotions(request.container, change, request.body.promo_codes),
    ),
  )

  app.delete(`${PATH}/promotions`, { schema: { params, body } }, (request) =>
    changeStep(request, draftEdit, (change) =>
      removePromotions(request.container, change, request.body.promo_codes),
    ),
  )

  app.post(`${PATH}/request`, { schema: { params } }, (request) =>
    changeStep(request, draftEdit, async (change) => {
      await service.requestChange(change, actorOf(request).id)
      await tellOfEdit(request.container, 'requested', change)
    }),
  )

  app.post(`${PATH}/confirm`, { schema: { params } }, (request) =>
    transaction(request, async () => {
      const { container } = request
      const change = await draftEdit.lock(container, idOf(request))
      const promotions = await followEdit(container, change)
      await service.confirmChange(change, actorOf(request).id)
      await holdPromotions(container, change.order_id, promotions)
      await tellOfEdit(container, 'confirmed', change)
      return draftEdit.answer(request, change)
    }),
  )

  app.delete(PATH, { schema: { params } }, (request) =>
    transaction(request, async () => {
      const change = await draftEdit.lock(request.container, idOf(request))
      await service.cancelChange(change, actorOf(request).id)
      await tellOfEdit(request.container, 'canceled', change)
      return { id: idOf(request), object: 'draft-order-edit', deleted: true }
    }),
  )
}
