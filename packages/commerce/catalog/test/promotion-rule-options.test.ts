import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CatalogShop, openShop } from './shop.ts'
import { thingsToName } from './things-to-name.ts'

let shop: CatalogShop
let things: Record<string, [string, string]>

beforeAll(async () => {
  shop = await openShop()
  things = await thingsToName(shop)
})

afterAll(() => shop?.close())

const ofItems = ['product', 'product_category', 'product_collection', 'product_type', 'product_tag']
const ofCarts = ['customer_group', 'region', 'country', 'sales_channel', 'currency_code']

test.each([
  ['rules', ofCarts],
  ['target-rules', ofItems],
  ['buy-rules', ofItems],
  ['target-rules?application_method_target_type=shipping_methods', ['shipping_option_type']],
])('values for %s are found by text and by value', async (path, attributes) => {
  const [kind, query = ''] = path.split('?')
  for (const attribute of attributes) {
    const [value, label] = things[attribute] as [string, string]
    const url = `/promotions/rule-value-options/${kind}/${attribute}?${query}`
    const found = await shop.get(`${url}&q=${label.slice(0, 4)}`)
    expect(found).toMatchObject({ status: 200, offset: 0, limit: 100 })
    expect(found.values).toContainEqual({ value, label })
    expect((await shop.get(`${url}&value=${value}`)).values).toEqual([{ value, label }])
    expect((await shop.get(`${url}&value[]=${value}&value[]=none`)).count).toBe(1)
    expect((await shop.get(`${url}&q=nothing-like-it`)).values).toEqual([])
  }
})

test('values come in pages, in the order that is asked for, in one statement', async () => {
  const url = '/promotions/rule-value-options/rules/country'
  const page = await shop.get(`${url}?limit=2&offset=1&order=label`)
  expect(page).toMatchObject({ limit: 2, offset: 1, count: 250 })
  const [first] = (await shop.get(`${url}?limit=1&order=-value`)).values
  expect(page.values.map(({ value }: { value: string }) => value)).not.toContain(first.value)
  expect(first.value).toBe('zw')
  expect(await shop.statementsOf(() => shop.get(url))).toHaveLength(1)
})

test.each([
  ['rule-value-options/does-not-exist/region', 'Invalid param rule_type (does-not-exist)'],
  ['rule-value-options/rules/does-not-exist', 'Invalid rule attribute - does-not-exist'],
  ['rule-value-options/rules/product', 'Invalid rule attribute - product'],
  ['rule-value-options/rules/region?order=colour', 'colour'],
  ['rule-value-options/rules/region?fields=colour', 'colour'],
  ['rule-attribute-options/does-not-exist', 'Invalid param rule_type (does-not-exist)'],
])('refuses %s', async (path, message) => {
  expect(await shop.get(`/promotions/${path}`)).toMatchObject({
    status: 400,
    type: 'invalid_data',
    message: expect.stringContaining(message),
  })
})

test('attributes are offered with their operators, as far as they fit the promotion', async () => {
  const options = async (path: string) =>
    (await shop.get(`/promotions/rule-attribute-options/${path}`)).attributes
  const ids = async (path: string) => (await options(path)).map(({ id }: { id: string }) => id)
  expect(await ids('rules')).toEqual(ofCarts)
  expect(await ids('target-rules')).toEqual(ofItems)
  expect(await ids('target-rules?application_method_target_type=shipping_methods')).toEqual([
    'shipping_option_type',
  ])
  expect(await ids('buy-rules?promotion_type=buyget')).toEqual([...ofItems, 'buy_rules_min_quantity'])
  expect(await ids('target_rules?promotion_type=buyget')).toEqual([...ofItems, 'apply_to_quantity'])
  const [group, , , , currency] = await options('rules?application_method_type=fixed')
  expect(group).toEqual({
    id: 'customer_group',
    value: 'customer.groups.id',
    label: 'Customer Group',
    field_type: 'multiselect',
    required: false,
    operators: [
      { id: 'eq', value: 'eq', label: 'Equals' },
      { id: 'ne', value: 'ne', label: 'Not In' },
      { id: 'in', value: 'in', label: 'In' },
    ],
  })
  expect(currency).toMatchObject({ id: 'currency_code', required: true, disguised: true, hydrate: false })
})
