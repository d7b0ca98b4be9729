import { quoted } from './cells.ts'
import type { VariantDraft } from './drafts.ts'
import type { KnownVariant } from './known-products.ts'
import type { MatchedVariant } from './match-variants.ts'
import type { Problems } from './problems.ts'

interface Option {
  title: string
  values: string[]
}

/** The options of a product with those of the rows of its variants, in the order in which they are said. */
export function nextOptions(present: readonly Option[], rows: readonly VariantDraft[]): Option[] {
  const values = new Map(present.map((option) => [option.title, new Set(option.values)]))
  for (const { options } of rows) {
    for (const [title, value] of options) values.set(title, (values.get(title) ?? new Set()).add(value))
  }
  return [...values].map(([title, all]) => ({ title, values: [...all] }))
}

/**
 * Sees to it that every variant will have a value for each option of its product, and no two the same ones.
 *
 * @param others the product's variants that no row is about
 * @param matched which variants rows are about; what a row does not say of one stays
 */
export function completeOptions(
  options: readonly Option[],
  rows: readonly VariantDraft[],
  others: readonly KnownVariant[],
  problems: Problems,
  matched: readonly MatchedVariant[] = rows.map((row) => ({ row, variant: undefined })),
): void {
  const taken = new Map(others.map(({ id, options: values }) => [keyOf(options, values), `variant ${id}`]))
  for (const { id, options: values } of others) {
    const lacking = options.filter(({ title }) => !Object.hasOwn(values, title))
    const [row] = rows
    if (lacking.length > 0 && row) {
      problems.add(
        row.line,
        undefined,
        `variant ${id} of the same product has no ${titles(lacking)}: give it a row, too.`,
      )
    }
  }
  for (const { row, variant } of matched) {
    const values: Record<string, string> = { ...variant?.options, ...Object.fromEntries(row.options) }
    const lacking = options.filter(({ title }) => !Object.hasOwn(values, title))
    if (lacking.length > 0) {
      problems.add(row.line, undefined, `the variant has no value for ${titles(lacking)}.`)
      continue
    }
    const key = keyOf(options, values)
    const before = taken.get(key)
    if (before !== undefined && options.length > 0) {
      problems.add(row.line, undefined, `the variant has the same options as ${before}.`)
    }
    taken.set(key, `line ${row.line}`)
  }
}

const titles = (options: readonly Option[]) => options.map(({ title }) => quoted(title)).join(', ')

const keyOf = (options: readonly Option[], values: Readonly<Record<string, string>>) =>
  JSON.stringify(options.map(({ title }) => values[title]))
