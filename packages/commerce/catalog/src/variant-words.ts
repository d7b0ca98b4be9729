import { languageTag } from '@stoa/http'
import type { Container } from '@stoa/kernel'
import { Query, type ResultRow } from '@stoa/query'

const FIELDS =
  `id title options.value options.option.title product.title product.subtitle product.description product.type.value
  product.collection.title`.split(/\s+/)

/** The columns of a line that say what its variant is. */
export const lineWords = [
  'title',
  'subtitle',
  'product_title',
  'product_description',
  'product_subtitle',
  'product_type',
  'product_collection',
  'variant_title',
  'variant_option_values',
] as const

/** See {@link lineWords}; in the words that the variant was read with. */
export function wordsOf(variant: ResultRow): Record<(typeof lineWords)[number], unknown> {
  const { product } = variant
  return {
    title: product.title,
    subtitle: variant.title,
    product_title: product.title,
    product_description: product.description,
    product_subtitle: product.subtitle,
    product_type: product.type?.value ?? null,
    product_collection: product.collection?.title ?? null,
    variant_title: variant.title,
    variant_option_values: Object.fromEntries(
      (variant.options as ResultRow[]).map(({ value, option }) => [option.title, value]),
    ),
  }
}

/**
 * What variants are called in a language, also those that are not for sale any more. One statement.
 *
 * @param locale null for the words as they were written
 * @returns by the ids of the variants; those that are gone are missing
 */
export async function wordsOfVariants(
  container: Container,
  ids: readonly string[],
  locale: string | null,
): Promise<Map<string, ReturnType<typeof wordsOf>>> {
  if (ids.length === 0) return new Map()
  const rows = await container.resolve(Query).list('product_variant', {
    fields: FIELDS,
    filters: { id: [...new Set(ids)] },
    context: { locale: languageTag(locale) },
  })
  return new Map(
    rows.filter(({ product }) => product !== null).map((row) => [row.id as string, wordsOf(row)]),
  )
}
