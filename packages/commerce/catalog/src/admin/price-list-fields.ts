import type { FieldRules } from '@stoa/query'
import { fieldRules } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'

const fields = fieldRules(
  `id type description title status starts_at ends_at created_at updated_at deleted_at metadata rules`,
)

/** What the wire shows beside a relation of a list wherever that is asked for. */
const BESIDE: Record<string, string[]> = {
  prices: ['prices.variant_id', 'prices.rules'],
  price_list_rules: ['rules'],
}

/** The fields of price lists that a request may and does select. */
export function priceListFields(request?: FastifyRequest): FieldRules {
  const { fields: asked = '' } = (request?.query ?? {}) as { fields?: string }
  const roots = asked
    .split(',')
    .filter((field) => !field.startsWith('-'))
    .map((field) => field.replace(/^[+* ]/, '').split('.')[0] as string)
  const always = [...new Set(roots)].flatMap((root) =>
    Object.hasOwn(BESIDE, root) ? (BESIDE[root] ?? []) : [],
  )
  return { ...fields, always }
}

/** Of the prices of a list. */
export const priceListPriceFields = fieldRules(
  `id currency_code amount min_quantity max_quantity created_at deleted_at updated_at price_set_id
    price_set.variant.id price_rules.value price_rules.attribute`,
)
