import { defineRelation } from '@stoa/query'

/** What the stock adds to the graph. */
export const stockGraph = [
  defineRelation({
    entity: 'inventory_level',
    name: 'stock_locations',
    target: 'stock_location',
    many: true,
    join: (level, self) => ({
      from: `stoa_stock_location.stock_location ${self}`,
      where: [`${self}.id = ${level}.location_id`],
    }),
  }),
]
