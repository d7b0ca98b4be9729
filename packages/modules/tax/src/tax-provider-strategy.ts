import type { Rate } from './choose-rates.ts'

/** An item to tax. What else is known of it, such as its price, reaches the provider too. */
export interface TaxableItem {
  id: string
  product_id?: string | null
  product_type_id?: string | null
  [name: string]: unknown
}

/** A shipping method to tax. */
export interface TaxableShippingMethod {
  id: string
  shipping_option_id?: string | null
  [name: string]: unknown
}

/** Where goods go, and whatever a provider wants to know beside. */
export interface TaxContext {
  address: { country_code?: string | null; province_code?: string | null; [name: string]: unknown }
  [name: string]: unknown
}

interface LineOfTax {
  /** In percent. */
  rate: number
  code: string
  name: string
  description?: string
  provider_id: string
  tax_rate_id?: string
}

export interface ItemTaxLine extends LineOfTax {
  line_item_id: string
}

export interface ShippingTaxLine extends LineOfTax {
  shipping_method_id: string
}

/** A tax of an item or of a shipping method. */
export type TaxLine = ItemTaxLine | ShippingTaxLine

/** A thing with the rates that the shop's tax regions have for it. */
export interface Rated<Thing> {
  thing: Thing
  rates: readonly Rate[]
}

/** Who computes taxes: the shop's own rates, or a service. Regions name it by its id. */
export abstract class TaxProviderStrategy {
  /** Starts with `tp_`, such as `tp_system`. */
  abstract readonly id: string

  /** The taxes of all items and shipping methods at once. */
  abstract getTaxLines(
    items: readonly Rated<TaxableItem>[],
    shippingMethods: readonly Rated<TaxableShippingMethod>[],
    context: TaxContext,
  ): TaxLine[] | Promise<TaxLine[]>
}
