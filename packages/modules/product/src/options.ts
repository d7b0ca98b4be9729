import { createId } from '@stoa/kernel'
import {
  createOptions,
  newOptionRows,
  type OptionRows,
  type Present,
  presentOptions,
  refuseUsed,
  type WantedOption,
} from './present-options.ts'
import type { ProductService } from './service.ts'
import { shareOptions } from './share-option.ts'

/** What becomes of the options of products. Each list is written at once. */
interface OptionWrites {
  created: OptionRows[]
  shared: { product_id: string; id: string }[]
  renamed: { id: string; title: string }[]
  values: { id: string; value: string; option_id: string }[]
  links: { id: string; values: string[] }[]
  gone_values: string[]
  gone_links: string[]
  gone_options: string[]
}

/**
 * Makes these, and no others, the options of products. Options and values that stay keep their ids.
 *
 * @param products wanted options by the id or the title they have; an id alone also shares an option of other products
 * @throws StoaError `not_found` for an id of no option; `not_allowed` for an option or value that goes while a variant has it
 */
export async function setOptions(
  service: ProductService,
  products: readonly { id: string; options: readonly WantedOption[] }[],
): Promise<void> {
  if (products.length === 0) return
  const present = Map.groupBy(
    await presentOptions(
      service,
      products.map(({ id }) => id),
    ),
    ({ product_id }) => product_id,
  )
  const writes: OptionWrites = {
    created: [],
    shared: [],
    renamed: [],
    values: [],
    links: [],
    gone_values: [],
    gone_links: [],
    gone_options: [],
  }
  for (const { id, options } of products) planOptions(id, options, present.get(id) ?? [], writes)
  await write(service, writes)
}

function planOptions(
  product_id: string,
  wanted: readonly WantedOption[],
  present: readonly Present[],
  writes: OptionWrites,
): void {
  const left = new Set(present)
  for (const option of wanted) {
    const same = [...left].find(({ option_id, title }) =>
      option.id === undefined ? title === option.title : option_id === option.id,
    )
    if (same) {
      left.delete(same)
      planChange(same, option, writes)
    } else if (option.id !== undefined && option.title === undefined) {
      writes.shared.push({ product_id, id: option.id })
    } else writes.created.push(newOptionRows(product_id, option))
  }
  for (const { link_id, option_id, is_exclusive, title, values } of left) {
    refuseUsed(title, values)
    writes.gone_links.push(link_id)
    if (is_exclusive) writes.gone_options.push(option_id)
  }
}

function planChange(present: Present, { title, values }: WantedOption, writes: OptionWrites): void {
  const { option_id } = present
  if (title !== undefined && title !== present.title) writes.renamed.push({ id: option_id, title })
  if (values === undefined) return
  const gone = present.values.filter(({ value }) => !values.includes(value))
  refuseUsed(present.title, gone)
  const kept = present.values.filter(({ value }) => values.includes(value))
  const fresh = values
    .filter((value) => !kept.some((known) => known.value === value))
    .map((value) => ({ id: createId('optval'), value, option_id }))
  if (present.is_exclusive) writes.gone_values.push(...gone.map(({ id }) => id))
  writes.values.push(...fresh)
  if (gone.length + fresh.length === 0) return
  writes.links.push({ id: present.link_id, values: [...kept, ...fresh].map(({ id }) => id) })
}

async function write(service: ProductService, writes: OptionWrites): Promise<void> {
  const { created, shared, renamed, values, links, gone_values, gone_links, gone_options } = writes
  if (renamed.length > 0) await service.updateProductOptions(renamed)
  if (gone_values.length > 0) await service.softDeleteProductOptionValues(gone_values)
  if (values.length > 0) await service.createProductOptionValues(values as never)
  if (links.length > 0) await service.updateProductProductOptions(links as never)
  await createOptions(service, created)
  await shareOptions(service, shared)
  if (gone_links.length > 0) await service.softDeleteProductProductOptions(gone_links)
  if (gone_options.length > 0) await service.softDeleteProductOptions(gone_options)
}

/** A list of options together with further ones by their ids, each once. */
export const withIds = (options: readonly WantedOption[], ids: readonly string[]): WantedOption[] => {
  const listed = new Set(options.map(({ id }) => id))
  return [...options, ...[...new Set(ids)].filter((id) => !listed.has(id)).map((id) => ({ id }))]
}
