import { createId } from '@stoa/kernel'
import { addOption, type Present, presentOptions, refuseUsed, type WantedOption } from './present-options.ts'
import type { ProductService } from './service.ts'
import { shareOption } from './share-option.ts'

/**
 * Makes these, and no others, the options of a product. Options and values that stay keep their ids.
 *
 * @param wanted by the id or the title they have; an id alone also shares an option of other products
 * @throws StoaError `not_found` for an id of no option; `not_allowed` for an option or value that goes while a variant has it
 */
export async function setOptions(
  service: ProductService,
  product_id: string,
  wanted: readonly WantedOption[],
): Promise<void> {
  const present = await presentOptions(service, product_id)
  const left = new Set(present)
  for (const option of wanted) {
    const same = [...left].find(({ option_id, title }) =>
      option.id === undefined ? title === option.title : option_id === option.id,
    )
    if (same) {
      left.delete(same)
      await changeOption(service, same, option)
    } else if (option.id !== undefined && option.title === undefined) {
      await shareOption(service, product_id, { id: option.id })
    } else await addOption(service, product_id, option)
  }
  for (const { link_id, option_id, is_exclusive, title, values } of left) {
    refuseUsed(title, values)
    await service.softDeleteProductProductOptions(link_id)
    if (is_exclusive) await service.softDeleteProductOptions(option_id)
  }
}

/** A list of options together with further ones by their ids, each once. */
export const withIds = (options: readonly WantedOption[], ids: readonly string[]): WantedOption[] => {
  const listed = new Set(options.map(({ id }) => id))
  return [...options, ...[...new Set(ids)].filter((id) => !listed.has(id)).map((id) => ({ id }))]
}

async function changeOption(service: ProductService, present: Present, wanted: WantedOption): Promise<void> {
  const { title, values } = wanted
  if (title !== undefined && title !== present.title) {
    await service.updateProductOptions({ id: present.option_id, title })
  }
  if (values === undefined) return
  const gone = present.values.filter(({ value }) => !values.includes(value))
  refuseUsed(present.title, gone)
  const kept = present.values.filter(({ value }) => values.includes(value))
  const fresh = values
    .filter((value) => !kept.some((known) => known.value === value))
    .map((value) => ({ id: createId('optval'), value, option_id: present.option_id }))
  if (gone.length > 0 && present.is_exclusive) {
    await service.softDeleteProductOptionValues(gone.map(({ id }) => id))
  }
  if (fresh.length > 0) await service.createProductOptionValues(fresh as never)
  if (gone.length + fresh.length === 0) return
  await service.updateProductProductOptions({
    id: present.link_id,
    values: [...kept, ...fresh].map(({ id }) => id),
  } as never)
}
