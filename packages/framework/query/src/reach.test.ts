import { expect, test } from 'vitest'
import { Graph } from './graph.ts'
import { belongings, reach } from './reach.ts'

const graph = new Graph()

/** Relations as `name: 'target'`, or `name: ['target']` where there are many. */
const add = (
  schema: string,
  name: string,
  columns: string,
  relations: Record<string, string | string[]> = {},
) =>
  graph.add({
    name,
    table: schema.startsWith('(') ? schema : `"${schema}"."${name}"`,
    primaryKey: 'id',
    softDelete: false,
    columns: new Map(`id ${columns}`.split(' ').map((column) => [column, { name: column, kind: 'text' }])),
    relations: new Map(
      Object.entries(relations).map(([field, target]) => [
        field,
        { target: String(target), many: Array.isArray(target), join: () => ({ from: '', where: [] }) },
      ]),
    ),
    fields: new Map([['computed', () => '1']]),
    computes: [],
    translatable: new Set(),
  })

add('stoa_product', 'product', 'title', { variants: ['variant'], channels: ['channel'], state: 'state' })
add('stoa_product', 'variant', 'sku', { product: 'product', stock: ['variant_item'] })
add('stoa_link', 'variant_item', 'quantity', { item: 'item', variant: 'variant' })
add('stoa_inventory', 'item', 'sku', { levels: ['inventory_level'], variants: ['variant'] })
add('stoa_inventory', 'inventory_level', 'stocked location_id', { item: 'item', location: 'location' })
add('stoa_location', 'location', 'name', { levels: ['inventory_level'] })
add('stoa_channel', 'channel', 'name secret', {})
add('(select 1)', 'state', 'name')

const reached = (fields: string[], own: string[] = ['id'], entity = 'product') =>
  [...reach(graph, entity, { fields, own })].sort()
const asking = (asked: { filters?: object; order?: string }, entity = 'product') => [
  ...reach(graph, entity, {
    fields: ['id'],
    own: ['id'],
    filters: (asked.filters ?? {}) as never,
    order: asked.order ? [{ field: asked.order, direction: 'asc' }] : [],
  }),
]

test('what is of the module itself is no reach, also on the way back', () => {
  expect(reached(['id', '*variants', 'variants.product.title'])).toEqual([])
  expect(reached(['id', 'variants.stock.quantity', 'variants.stock.variant.sku'])).toEqual([])
})

test('a module is entered by the entity that a relation or a link leads to', () => {
  expect(reached(['id', 'variants.stock.item.sku'])).toEqual(['item'])
  expect(reached(['id', '*channels', 'state.name'])).toEqual(['channel', 'state'])
  expect(reached(['id', 'variants.stock.item.levels.location.name'])).toEqual(['item', 'location'])
  expect(reached(['name', '*levels'], ['id'], 'location')).toEqual(['inventory_level'])
})

test('what lies further in is entered by the same way, and another module by its own', () => {
  expect(reached(['id', 'variants.stock.item.levels.stocked'])).toEqual(['item'])
  const own = ['id', 'variants.stock.item.sku', 'variants.stock.item.levels.location_id']
  expect(reached([...own, '*variants.stock.item.levels.location'], own)).toEqual(['location'])
})

test('what the route selects itself counts for nothing, but no more than that', () => {
  expect(reached(['id', '*channels'], ['id', '*channels'])).toEqual([])
  expect(reached(['id', 'channels.name'], ['id', '*channels'])).toEqual([])
  expect(reached(['id', 'channels.name'], ['id', 'channels.name'])).toEqual([])
  expect(reached(['id', 'channels.name', 'channels.secret'], ['id', 'channels.name'])).toEqual(['channel'])
  expect(reached(['id', '*channels'], ['id', 'channels.name'])).toEqual(['channel'])
  const own = ['id', 'variants.stock.item.sku']
  expect(reached([...own, 'variants.stock.item.levels.stocked'], own)).toEqual(['item'])
})

test('filters reach as far, unless they only say which one is meant', () => {
  expect(asking({ filters: { channels: 'ch_1' } })).toEqual([])
  expect(asking({ filters: { channels: ['ch_1', 'ch_2'], variants: { sku: 'A' } } })).toEqual([])
  expect(asking({ filters: { channels: { id: { $in: ['ch_1'] } } } })).toEqual([])
  expect(asking({ filters: { channels: null } })).toEqual([])
  expect(asking({ filters: { channels: { secret: { $like: 'a%' } } } })).toEqual(['channel'])
  expect(
    asking({ filters: { $and: [{ $or: [{ $not: { channels: { $or: [{ name: 'x' }] } } }] }] } }),
  ).toEqual(['channel'])
  expect(asking({ filters: { channels: { q: 'x' } } })).toEqual(['channel'])
  expect(asking({ filters: { levels: { location_id: 'loc_1' } } }, 'item')).toEqual([])
  expect(asking({ filters: { levels: { stocked: 1, location: { name: 'x' } } } }, 'item')).toEqual([
    'location',
  ])
})

test('so does the order', () => {
  expect(asking({ order: 'title' })).toEqual([])
  expect(asking({ order: 'state.name' })).toEqual(['state'])
})

test('an entity belongs to those of its module that it leads to, and is called with its module or without', () => {
  expect(belongings(graph, 'inventory_level')).toEqual(['inventory_level', 'level', 'item'])
  expect(belongings(graph, 'variant')).toEqual(['variant', 'product'])
  expect(belongings(graph, 'channel')).toEqual(['channel'])
})
