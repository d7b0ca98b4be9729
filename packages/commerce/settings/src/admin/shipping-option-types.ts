import { FulfillmentService } from '@stoa/fulfillment'
import { dateFilter, oneOrMany, type StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'

const words = () => oneOrMany(Type.String())

const filters = {
  q: Type.String(),
  id: words(),
  label: words(),
  code: words(),
  description: words(),
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
}

const strict = { additionalProperties: false }

const optionType = Type.Object(
  { label: Type.String(), code: Type.String(), description: Type.Optional(Type.String()) },
  strict,
)

/** Types of shipping options as the admin keeps them. */
export async function adminShippingOptionTypes(app: StoaServer): Promise<void> {
  const types = resource(app, {
    path: '/admin/shipping-option-types',
    entity: 'shipping_option_type',
    fields: fieldRules('id label code description created_at updated_at'),
    event: 'shipping-option-type',
  })
  types.list({ default_limit: 10, filters })
  types.retrieve()
  types.create(optionType, (body, { container }) =>
    container.resolve(FulfillmentService).createShippingOptionTypes(body),
  )
  types.update(Type.Partial(optionType, strict), (body, { container }, id) =>
    container.resolve(FulfillmentService).updateShippingOptionTypes({ ...body, id } as never),
  )
  types.delete(async (id, { container }) => {
    const fulfillment = container.resolve(FulfillmentService)
    const [option] = await fulfillment.listShippingOptions({ type: { id } } as never, { limit: 1 })
    if (option) {
      throw new StoaError(
        'not_allowed',
        `Shipping option ${option.name} (${option.id}) still has the type ${id}. Give it another type first.`,
      )
    }
    await fulfillment.softDeleteShippingOptionTypes(id)
  })
}
