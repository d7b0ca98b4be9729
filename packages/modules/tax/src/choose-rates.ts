/** A rate of a tax region, with what it is for. */
export interface Rate {
  id: string
  /** In percent; null counts as 0. */
  rate: number | null
  code: string
  name: string
  is_default: boolean
  is_combinable: boolean
  rules: readonly { reference: string; reference_id: string }[]
}

/** The rates of a country or of a province in it. */
export interface RatedRegion {
  id: string
  province_code: string | null
  provider_id: string | null
  rates: readonly Rate[]
}

/** What a rate's rules may name, the closest first. */
export type References = readonly (readonly [reference: string, id: string | null | undefined])[]

/** The references of an item: its product goes before its product's type. */
export const itemReferences = (item: {
  product_id?: string | null
  product_type_id?: string | null
}): References => [
  ['product', item.product_id],
  ['product_type', item.product_type_id],
]

/** The references of a shipping method. */
export const shippingReferences = (method: { shipping_option_id?: string | null }): References => [
  ['shipping_option', method.shipping_option_id],
]

/**
 * Which rates apply. In each region it is one: the one whose rules name the thing most closely, or else the region's
 * default. A province's goes before its country's, and both apply where the province's is combinable.
 *
 * @param regions the country's and, if it has one, the province's
 */
export function chooseRates(regions: readonly RatedRegion[], references: References): Rate[] {
  const chosen: Rate[] = []
  const finestFirst = [...regions].sort(
    (a, b) => Number(b.province_code !== null) - Number(a.province_code !== null),
  )
  for (const { rates } of finestFirst) {
    const rate = rateIn(rates, references)
    if (!rate) continue
    chosen.push(rate)
    if (!rate.is_combinable) break
  }
  return chosen
}

function rateIn(rates: readonly Rate[], references: References): Rate | undefined {
  for (const [reference, id] of references) {
    const named = rates.find(({ rules }) =>
      rules.some((rule) => rule.reference === reference && rule.reference_id === id),
    )
    if (named) return named
  }
  return rates.find(({ is_default }) => is_default)
}
