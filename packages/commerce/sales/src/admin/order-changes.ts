import { nullable, type StoaServer } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { resource } from '@stoa/rest'
import { Type } from 'typebox'
import { carryPromotions } from '../changes/carry-promotions.ts'
import { oneChangeOfMany as querystring } from '../changes/return-query.ts'
import { orderChangeFields as fields } from './order-fields.ts'

const change = Type.Object({
  internal_note: Type.Optional(nullable(Type.String())),
  carry_over_promotions: Type.Optional(
    nullable(
      Type.Boolean({
        description: 'Whether the promotions of the order take something off what comes into it.',
      }),
    ),
  ),
})

/** What shopkeepers note of a change of an order. */
export async function adminOrderChanges(app: StoaServer): Promise<void> {
  const changes = resource(app, { path: '/admin/order-changes', entity: 'order_change', fields, querystring })

  changes.update(change, async ({ internal_note, carry_over_promotions }, { container }, id) => {
    const orders = container.resolve(OrderService)
    if (carry_over_promotions !== undefined) {
      const open = await orders.setCarryOver(id, carry_over_promotions)
      if (open) {
        await orders.forgetDiscountsOfChange(open)
        await carryPromotions(container, open)
      }
    }
    await orders.updateOrderChanges({ id, ...(internal_note === undefined ? {} : { internal_note }) })
  })
}
