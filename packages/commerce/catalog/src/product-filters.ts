import type { Filters } from '@stoa/query'

/** The wire's flat names lead through relations of the graph. */
const THROUGH: Record<string, (value: unknown) => Filters> = {
  sales_channel_id: (id) => ({ sales_channels: { id } }),
  category_id: (id) => ({ categories: { id } }),
  tag_id: (id) => ({ tags: { id } }),
  option_id: (id) => ({ options: { id } }),
  price_list_id: (id) => ({ variants: { price_set: { prices: { price_list_id: id } } } }),
  option_value_id: (id) => ({ variants: { options: { id } } }),
}

/** Filters on products as the wire names them, as filters of the graph. */
export function toProductFilters(wire: Readonly<Record<string, unknown>>): Filters {
  const list = Object.entries(wire).map(([name, value]): Filters => {
    if (name === '$and' || name === '$or') return { [name]: (value as Filters[]).map(toProductFilters) }
    return THROUGH[name]?.(value) ?? { [name]: value }
  })
  return { $and: list }
}
