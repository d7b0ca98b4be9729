import { nullable, type StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { resource } from '@stoa/rest'
import { Type } from 'typebox'
import { oneChangeOfMany as querystring } from '../changes/return-query.ts'
import { orderChangeFields as fields } from './order-fields.ts'

const change = Type.Object({
  internal_note: Type.Optional(nullable(Type.String())),
  carry_over_promotions: Type.Optional(
    nullable(Type.Boolean({ description: 'true is refused: discounts stay with their lines.' })),
  ),
})

/** What shopkeepers note of a change of an order. */
export async function adminOrderChanges(app: StoaServer): Promise<void> {
  const changes = resource(app, { path: '/admin/order-changes', entity: 'order_change', fields, querystring })

  changes.update(change, async ({ internal_note, carry_over_promotions }, { container }, id) => {
    if (carry_over_promotions) {
      throw new StoaError(
        'not_allowed',
        'Promotions are not computed anew for a change of an order: a discount stays with its line, and shrinks with it. Leave carry_over_promotions out.',
      )
    }
    await container.resolve(OrderService).updateOrderChanges({
      id,
      ...(internal_note === undefined ? {} : { internal_note }),
      ...(carry_over_promotions === undefined ? {} : { carry_over_promotions }),
    })
  })
}
