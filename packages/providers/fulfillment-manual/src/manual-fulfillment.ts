import {
  type ComputedShippingPrice,
  type CreatedParcel,
  type FulfillmentOption,
  FulfillmentProviderStrategy,
  type ProviderJson,
} from '@stoa/fulfillment'
import { StoaError } from '@stoa/kernel'

/** Parcels that somebody packs and carries to the post by hand: there is nobody outside to call. */
export class ManualFulfillment extends FulfillmentProviderStrategy {
  readonly id = 'manual_manual'

  async getFulfillmentOptions(): Promise<FulfillmentOption[]> {
    return [{ id: 'manual-fulfillment' }, { id: 'manual-fulfillment-return', is_return: true }]
  }

  async validateOption(): Promise<boolean> {
    return true
  }

  async validateFulfillmentData(_: ProviderJson, data: ProviderJson): Promise<ProviderJson> {
    return data
  }

  async canCalculate(): Promise<boolean> {
    return false
  }

  async calculatePrice(): Promise<ComputedShippingPrice> {
    throw new StoaError(
      'not_allowed',
      'Manual fulfillment computes no prices. Give the shipping option a flat one.',
    )
  }

  async createFulfillment(): Promise<CreatedParcel> {
    return { data: {}, labels: [] }
  }

  async createReturnFulfillment(): Promise<CreatedParcel> {
    return { data: {}, labels: [] }
  }

  async cancelFulfillment(): Promise<void> {}
}
