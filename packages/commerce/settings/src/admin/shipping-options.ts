import { Events } from '@stoa/events'
import { FulfillmentService } from '@stoa/fulfillment'
import { dateFilter, fieldsQuery, oneOrMany, type StoaServer, sendJson } from '@stoa/http'
import type { Container } from '@stoa/kernel'
import type { Filters } from '@stoa/query'
import { checkFields, fieldRules, readOne, resource, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { removeShippingOptions } from './fulfillment-removal.ts'
import { checkNewOption, checkOptionChange } from './shipping-option-checks.ts'
import { createPrices, replacePrices } from './shipping-option-prices.ts'
import {
  type NewShippingOptionBody,
  newShippingOption,
  type ShippingOptionChangeBody,
  shippingOptionChange,
} from './shipping-option-schemas.ts'

const PATH = '/admin/shipping-options'

const fields = fieldRules(
  `id name price_type data provider_id metadata created_at updated_at service_zone_id shipping_profile_id
    *rules *type *prices *prices.price_rules *prices.price_list *service_zone service_zone.fulfillment_set.id
    *shipping_profile *provider`,
)

const words = () => oneOrMany(Type.String())

const filters = {
  id: words(),
  q: Type.String(),
  service_zone_id: words(),
  shipping_profile_id: words(),
  provider_id: words(),
  shipping_option_type_id: words(),
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
}

const more = {
  stock_location_id: Type.Optional(words()),
  is_return: Type.Optional(Type.Boolean()),
  admin_only: Type.Optional(Type.Boolean()),
}

/** Shipping options as the admin keeps them: for whom, by whom, for how much. */
export async function adminShippingOptions(app: StoaServer): Promise<void> {
  const options = resource(app, { path: PATH, entity: 'shipping_option', fields })
  options.list({
    default_limit: 20,
    filters,
    more,
    logical: false,
    where: (conditions, query) => ({ $and: [conditions, ...throughRelations(query)] }),
  })
  options.retrieve()
  options.delete((id, { container }) => removeShippingOptions(container, [id]))

  const reading = { entity: 'shipping_option', key: 'shipping_option', fields }

  // What providers are asked is asked outside the transaction, which `resource` does not know.
  app.post(
    PATH,
    { schema: { body: newShippingOption, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, fields)
      await checkNewOption(request.container, request.body)
      const text = await transaction(request, async () => {
        const id = await create(request.container, request.body)
        return readOne(request, { ...reading, id })
      })
      return sendJson(reply, text)
    },
  )

  const params = Type.Object({ id: Type.String() })
  const schema = { params, body: shippingOptionChange, querystring: fieldsQuery() }
  app.post(`${PATH}/:id`, { schema }, async (request, reply) => {
    checkFields(request, fields)
    const { id } = request.params
    const priceType = await checkOptionChange(request.container, id, request.body)
    const text = await transaction(request, async () => {
      await change(request.container, id, request.body, priceType)
      return readOne(request, { ...reading, id })
    })
    return sendJson(reply, text)
  })
}

type Query = { [name in keyof typeof more]?: unknown }

function throughRelations({ stock_location_id, is_return, admin_only }: Query): Filters[] {
  const ruled = (attribute: string, value: string) => ({ rules: { attribute, operator: 'eq', value } })
  const holds = (wanted: boolean, filter: Filters) => (wanted ? filter : { $not: filter })
  return [
    ...(stock_location_id === undefined
      ? []
      : [{ service_zone: { fulfillment_set: { location: { id: stock_location_id } } } }]),
    ...(is_return === undefined ? [] : [holds(is_return === true, ruled('is_return', 'true'))]),
    ...(admin_only === undefined ? [] : [holds(admin_only === true, ruled('enabled_in_store', 'false'))]),
  ]
}

/** The prices of an option whose provider computes them would never be asked for. */
const pricesFor = <Price>(priceType: string, prices: readonly Price[]) => (priceType === 'flat' ? prices : [])

async function create(container: Container, body: NewShippingOptionBody): Promise<string> {
  const { prices, ...option } = body
  const [created] = await container.resolve(FulfillmentService).createShippingOptions([option as never])
  const id = created?.id as string
  await createPrices(container, id, pricesFor(option.price_type, prices))
  await container.resolve(Events).emit('shipping-option.created', { id })
  return id
}

async function change(
  container: Container,
  id: string,
  { prices, ...option }: ShippingOptionChangeBody,
  priceType: string,
): Promise<void> {
  await container.resolve(FulfillmentService).updateShippingOptions([{ ...option, id } as never])
  if (prices || option.price_type === 'calculated') {
    await replacePrices(container, id, pricesFor(priceType, prices ?? []))
  }
  await container.resolve(Events).emit('shipping-option.updated', { id })
}
