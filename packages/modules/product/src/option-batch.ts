import { createId, StoaError } from '@stoa/kernel'
import type { NewSharedOption } from './new-product.ts'
import {
  createOptions,
  newOptionRows,
  type Present,
  presentOptions,
  refuseUsed,
  type WantedOption,
} from './present-options.ts'
import type { ProductService } from './service.ts'
import { refuseStrangers, shareOptions } from './share-option.ts'

/** What changes which options a product has. */
export interface OptionBatch {
  /** New options, or shared ones by id: with all of their values, or with those that are named. */
  add?: readonly (string | WantedOption | NewSharedOption)[]
  /** Ids. */
  remove?: readonly string[]
  update?: readonly {
    product_option_id: string
    /** Values by id, or new ones. */
    add?: readonly (string | { value: string })[]
    /** Ids of values. */
    remove?: readonly string[]
  }[]
}

/**
 * Gives a product options, takes some away, and changes in which of their values it comes.
 *
 * @throws StoaError `not_found` for an option the product does not have, or a value its option does not have
 * @throws StoaError `not_allowed` for an option or value that goes while a variant has it
 */
export async function changeOptions(
  service: ProductService,
  product_id: string,
  { add = [], remove = [], update = [] }: OptionBatch,
): Promise<void> {
  const present = new Map((await presentOptions(service, [product_id])).map((row) => [row.option_id, row]))
  const ownOption = (id: string): Present => {
    const option = present.get(id)
    if (!option) throw new StoaError('not_found', `Product ${product_id} has no option with the id ${id}.`)
    return option
  }
  for (const id of remove) {
    const { title, values, link_id, is_exclusive } = ownOption(id)
    refuseUsed(title, values)
    await service.softDeleteProductProductOptions(link_id)
    if (is_exclusive) await service.softDeleteProductOptions(id)
  }
  for (const option of add) {
    if (typeof option === 'object' && 'title' in option) {
      await createOptions(service, [newOptionRows(product_id, option)])
    } else {
      const shared = typeof option === 'string' ? { id: option } : (option as NewSharedOption)
      await shareOptions(service, [{ ...shared, product_id }])
    }
  }
  for (const { product_option_id, add: fresh = [], remove: gone = [] } of update) {
    await changeValues(service, ownOption(product_option_id), fresh, gone)
  }
}

async function changeValues(
  service: ProductService,
  present: Present,
  added: readonly (string | { value: string })[],
  removed: readonly string[],
): Promise<void> {
  refuseUsed(
    present.title,
    present.values.filter(({ id }) => removed.includes(id)),
  )
  const fresh = added
    .filter((value) => typeof value === 'object')
    .map(({ value }) => ({ id: createId('optval'), value, option_id: present.option_id }))
  if (fresh.length > 0) await service.createProductOptionValues(fresh as never)
  const named = added.filter((value) => typeof value === 'string')
  const all = await service.listProductOptionValues({ option_id: present.option_id } as never)
  refuseStrangers(
    present.option_id,
    named,
    all.map(({ id }) => id),
  )
  const kept = present.values.map(({ id }) => id).filter((id) => !removed.includes(id))
  await service.updateProductProductOptions({
    id: present.link_id,
    values: [...new Set([...kept, ...named, ...fresh.map(({ id }) => id)])],
  } as never)
}
