import { afterAll, beforeAll, expect, test } from 'vitest'
import { buy } from './buy.ts'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost

beforeAll(async () => {
  demo = await openDemoHost()
})

afterAll(() => demo?.stop())

/** The fields that the official dashboard asks for on the page of an order. */
const ORDER =
  `id,status,created_at,canceled_at,email,display_id,custom_display_id,currency_code,metadata,total,
  credit_line_total,item_subtotal,item_total,item_tax_total,original_item_tax_total,item_discount_total,shipping_subtotal,
  original_total,original_tax_total,subtotal,discount_total,discount_subtotal,shipping_total,shipping_tax_total,
  original_shipping_tax_total,shipping_discount_total,tax_total,refundable_total,order_change,*customer,*items,*items.variant,
  *items.variant.product,*items.variant.options,+items.variant.manage_inventory,*items.variant.inventory_items.inventory,
  +items.variant.inventory_items.required_quantity,+summary,*shipping_address,*billing_address,*sales_channel,*promotions,
  *shipping_methods,*credit_lines,*fulfillments,+fulfillments.shipping_option.service_zone.fulfillment_set.type,
  *fulfillments.items,*fulfillments.labels,*payment_collections,*payment_collections.payment_sessions,
  *payment_collections.payments,*payment_collections.payments.refunds,*payment_collections.payments.refunds.refund_reason,
  region.automatic_taxes`.replace(/\s/g, '')

test('the page of an order gets all that it asks for', async () => {
  const { id } = await buy(demo)
  const { status, body } = await demo.admin('GET', `/admin/orders/${id}?fields=${encodeURIComponent(ORDER)}`)
  expect({ status, message: body.message }).toEqual({ status: 200, message: undefined })
  expect(body.order).toMatchObject({
    id,
    order_change: null,
    refundable_total: body.order.item_total,
    payment_status: 'authorized',
    fulfillment_status: 'not_fulfilled',
    items: [{ variant: { id: expect.any(String) }, detail: { fulfilled_quantity: 0 } }],
    shipping_methods: [{ detail: { order_id: id } }],
    sales_channel: { id: expect.any(String) },
  })
})

test.each([
  '/admin/stores?fields=%2Bdefault_sales_channel',
  '/admin/stores?fields=%2Bsupported_currencies',
  '/admin/regions?fields=*payment_providers,*countries,%2Bautomatic_taxes',
  '/admin/stock-locations?fields=name,*sales_channels,*address,fulfillment_sets.type,fulfillment_sets.name,*fulfillment_sets.service_zones.geo_zones,*fulfillment_sets.service_zones,*fulfillment_sets.service_zones.shipping_options,*fulfillment_sets.service_zones.shipping_options.shipping_profile,*fulfillment_providers',
  '/admin/shipping-options?fields=*prices,%2Bservice_zone.fulfillment_set.location.id',
  '/admin/products?fields=-type,-collection,-tags,-images,-variants,-sales_channels',
  '/admin/product-categories?fields=id,name,category_children,handle,is_internal,is_active',
  '/admin/customers?fields=id,email,first_name,last_name,has_account,*groups',
  '/admin/customer-groups?fields=id,name,created_at,updated_at,customers.id',
  '/admin/returns?fields=%2Breceived_at,*items',
  '/admin/exchanges?fields=*additional_items',
  '/admin/claims?fields=*additional_items',
  '/admin/users?fields=id,email,first_name,last_name,created_at,rbac_roles.id',
  '/admin/notifications?limit=1&offset=0&fields=created_at',
])('%s', async (path) => {
  const { status, body } = await demo.admin('GET', path)
  expect({ status, message: body.message }).toEqual({ status: 200, message: undefined })
})

test('who packs a variant sees where it lies', async () => {
  const { body } = await demo.admin('GET', '/admin/products?limit=1&fields=variants.id')
  const [{ id, variants }] = body.products
  const answer = await demo.admin(
    'GET',
    `/admin/products/${id}/variants/${variants[0].id}?fields=*inventory,*inventory.location_levels,*inventory_items`,
  )
  expect(answer.status).toBe(200)
  const [link] = answer.body.variant.inventory_items
  expect(link.id).toMatch(/^pvitem_/)
  expect(answer.body.variant.inventory).toEqual([
    expect.objectContaining({
      id: link.inventory_item_id,
      requires_shipping: true,
      location_levels: expect.arrayContaining([
        expect.objectContaining({ location_id: expect.any(String), stocked_quantity: expect.any(Number) }),
      ]),
    }),
  ])
})

test('tables are viewed by the names that the dashboard has for them', async () => {
  const names =
    `api-keys campaigns customer-groups customers inventory-items orders price-lists product-collections
    product-option-values product-options product-tags product-types products promotions refund-reasons regions reservation-items return-reasons
    sales-channels shipping-option-types shipping-profiles stock-locations users`.split(/\s+/)
  const answers = await Promise.all(names.map((name) => demo.admin('GET', `/admin/views/${name}/columns`)))
  expect(names.filter((_, n) => answers[n]?.status !== 200)).toEqual([])
})
