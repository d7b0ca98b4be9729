import { quoted } from './cells.ts'
import type { ListName } from './columns.ts'
import type { ProductDraft } from './drafts.ts'
import type { Known, ReferenceName } from './known.ts'
import type { Problems } from './problems.ts'

const NAMES: Record<ReferenceName, string> = {
  collection_id: 'collection',
  type_id: 'type',
  tags: 'tag',
  categories: 'category',
  sales_channels: 'sales channel',
  shipping_profile_id: 'shipping profile',
  region: 'region',
}

const FIELDS = ['collection_id', 'type_id', 'shipping_profile_id'] as const
const COLUMNS = {
  collection_id: 'Product Collection Id',
  type_id: 'Product Type Id',
  shipping_profile_id: 'Shipping Profile Id',
}

/** Turns what cells refer to, by id or by name, into ids. */
export class References {
  readonly #known: Known['references']
  readonly #problems: Problems

  constructor(known: Known['references'], problems: Problems) {
    this.#known = known
    this.#problems = problems
  }

  /** The id of what a cell refers to; undefined, and a problem, where that is not one thing. */
  resolve(name: ReferenceName, text: string, line: number, column: string): string | undefined {
    const ids = this.#known.get(name)?.get(text) ?? []
    if (ids.length === 1) return ids[0]
    const what =
      ids.length === 0
        ? `there is no ${NAMES[name]} ${quoted(text)}.`
        : `several are called ${quoted(text)}: use the id of one, ${ids.join(' or ')}.`
    this.#problems.add(line, column, what)
    return undefined
  }

  /** The fields of a product, with ids for what they refer to. */
  resolveFields({ line, fields }: ProductDraft): Record<string, unknown> {
    const resolved = FIELDS.filter((field) => fields[field] !== undefined).map((field) => [
      field,
      this.resolve(field, fields[field] as string, line, COLUMNS[field]),
    ])
    return { ...fields, ...Object.fromEntries(resolved) }
  }

  /** The lists of a product, with ids for what they refer to. Images are URLs. */
  resolveLists({ line, lists }: ProductDraft): Partial<Record<ListName, string[]>> {
    const resolved = Object.entries(lists).map(([name, { column, entries }]) => [
      name,
      name === 'images'
        ? entries
        : [
            ...new Set(
              entries.flatMap((text) => this.resolve(name as ReferenceName, text, line, column) ?? []),
            ),
          ],
    ])
    return Object.fromEntries(resolved)
  }
}
