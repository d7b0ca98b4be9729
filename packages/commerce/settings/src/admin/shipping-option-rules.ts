import { Events } from '@stoa/events'
import { FulfillmentService } from '@stoa/fulfillment'
import { fieldsQuery, type StoaServer } from '@stoa/http'
import { checkFields, fieldRules, readMany, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { newRule, ruleChange } from './shipping-option-schemas.ts'

const fields = fieldRules('id attribute operator value')

const body = Type.Object({
  create: Type.Optional(Type.Array(newRule)),
  update: Type.Optional(Type.Array(ruleChange)),
  delete: Type.Optional(Type.Array(Type.String())),
})

/** The conditions under which a shipping option is offered, many at once. */
export async function adminShippingOptionRules(app: StoaServer): Promise<void> {
  const params = Type.Object({ id: Type.String() })
  app.post(
    '/admin/shipping-options/:id/rules/batch',
    { schema: { params, body, querystring: fieldsQuery() } },
    async (request) => {
      checkFields(request, fields)
      const { container, params } = request
      const { create, update = [], delete: gone = [] } = request.body
      const read = (ids: readonly string[]) =>
        readMany(request, { entity: 'shipping_option_rule', fields, ids })
      return transaction(request, async () => {
        const created = await container
          .resolve(FulfillmentService)
          .changeShippingOptionRules(params.id, { create, update, delete: gone })
        await container.resolve(Events).emit('shipping-option.updated', { id: params.id })
        return {
          created: await read(created),
          updated: await read(update.map(({ id }) => id)),
          deleted: { ids: gone, object: 'shipping_option_rule', deleted: true },
        }
      })
    },
  )
}
