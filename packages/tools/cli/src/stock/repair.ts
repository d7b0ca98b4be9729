import type { RepairedLevel } from '@stoa/inventory'
import { command } from '../command.ts'
import { withInventory } from '../open-module.ts'
import { table } from '../table.ts'

export const repair = command({
  meta: {
    name: 'repair',
    description:
      'Sets what is promised at each level to the sum of its reservations, and says where they differed',
  },
  options: { json: { type: 'boolean', description: 'Writes JSON' } },
  async run({ json }) {
    const levels = await withInventory((inventory) => inventory.repair())
    if (json) console.log(JSON.stringify(levels, null, 2))
    else if (levels.length === 0) console.log('What is promised is the sum of the reservations everywhere.')
    else console.log(table(['inventory item', 'location', 'was', 'is'], levels.map(row)))
  },
})

const row = ({ inventory_item_id, location_id, was, is }: RepairedLevel): string[] => [
  inventory_item_id,
  location_id,
  was,
  is,
]
