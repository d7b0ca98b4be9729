/** Free-form JSON that only the provider understands. */
export type ProviderJson = Record<string, unknown>

/** A service of a provider that a shipping option can stand for. */
export interface FulfillmentOption {
  id: string
  name?: string
  /** Whether it brings goods back. */
  is_return?: boolean
  [name: string]: unknown
}

/** What a provider made of a parcel. */
export interface CreatedParcel {
  /** Kept with the fulfillment and handed back when it is canceled. */
  data: ProviderJson
  labels: { tracking_number: string; tracking_url: string; label_url: string }[]
}

/** A price a provider computed. */
export interface ComputedShippingPrice {
  /** In the currency's own unit. */
  calculated_amount: number
  is_calculated_price_tax_inclusive: boolean
}

/**
 * Who carries parcels: by hand, or a carrier's API. Shipping options name it by its id. What it does outside is called
 * from a workflow's external step, never inside a transaction.
 */
export abstract class FulfillmentProviderStrategy {
  /** Such as `manual_manual`. */
  abstract readonly id: string

  /** The services that shipping options can be made for. */
  abstract getFulfillmentOptions(): Promise<FulfillmentOption[]>

  /** Whether a shipping option with this `data` can be created. */
  abstract validateOption(optionData: ProviderJson): Promise<boolean>

  /**
   * Checks what the buyer chose, such as a pickup point, before it is kept with the shipping method.
   *
   * @returns the `data` to keep
   */
  abstract validateFulfillmentData(
    optionData: ProviderJson,
    data: ProviderJson,
    context: ProviderJson,
  ): Promise<ProviderJson>

  /** Whether it can compute prices for this option. */
  abstract canCalculate(optionData: ProviderJson): Promise<boolean>

  /** The price of an option whose `price_type` is `calculated`. */
  abstract calculatePrice(
    optionData: ProviderJson,
    data: ProviderJson,
    context: ProviderJson,
  ): Promise<ComputedShippingPrice>

  /**
   * Has a parcel made.
   *
   * @param options.idempotency_key the same for each try at the same parcel
   */
  abstract createFulfillment(
    data: ProviderJson,
    items: readonly ProviderJson[],
    order: ProviderJson | undefined,
    fulfillment: ProviderJson,
    options?: { idempotency_key?: string },
  ): Promise<CreatedParcel>

  /** Has a parcel that brings goods back made. */
  abstract createReturnFulfillment(
    fulfillment: ProviderJson,
    options?: { idempotency_key?: string },
  ): Promise<CreatedParcel>

  /**
   * Calls a parcel off. Doing it again changes nothing.
   *
   * @param data what createFulfillment gave; empty where nobody knows whether that call came through
   * @param options.created_with the `idempotency_key` of that call of createFulfillment: what was made under it, if anything
   *   was, is to be called off
   */
  abstract cancelFulfillment(data: ProviderJson, options?: { created_with?: string }): Promise<void>
}
