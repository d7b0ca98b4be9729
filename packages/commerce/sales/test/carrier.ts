import { type CreatedParcel, FulfillmentProviders, type ProviderJson } from '@stoa/fulfillment'
import { ManualFulfillment } from '@stoa/fulfillment-manual'
import { provide } from '@stoa/kernel'
import type { Shop } from './shop.ts'

/** A carrier that writes down what it was asked for, and before that does what the test wants. */
export class Carrier extends ManualFulfillment {
  override readonly id = 'carrier_test' as never
  readonly calls: string[] = []
  readonly keys: (string | undefined)[] = []
  readonly orders: ProviderJson[] = []
  before: (what: string) => Promise<unknown> = async () => {}

  override async createFulfillment(
    data: ProviderJson = {},
    items: readonly ProviderJson[] = [],
    order: ProviderJson | undefined = undefined,
    fulfillment: ProviderJson = {},
    { idempotency_key }: { idempotency_key?: string } = {},
  ): Promise<CreatedParcel> {
    await this.before('create')
    const pieces = items.map(({ title, quantity }) => `${quantity} ${title}`)
    this.calls.push(`create ${pieces.join(', ')} by ${data.service}`)
    this.keys.push(idempotency_key)
    this.orders.push(order as ProviderJson)
    return {
      data: { parcel: fulfillment.id },
      labels: [{ tracking_number: 'T1', tracking_url: 'https://carrier.test/T1', label_url: '' }],
    }
  }

  override async createReturnFulfillment(
    fulfillment: ProviderJson = {},
    { idempotency_key }: { idempotency_key?: string } = {},
  ): Promise<CreatedParcel> {
    await this.before('return')
    const items = fulfillment.items as { title: string; quantity: string }[]
    this.calls.push(`return ${items.map(({ title, quantity }) => `${quantity} ${title}`).join(', ')}`)
    this.keys.push(idempotency_key)
    return {
      data: { parcel: fulfillment.id },
      labels: [{ tracking_number: 'R1', tracking_url: 'https://carrier.test/R1', label_url: '' }],
    }
  }

  override async canCalculate(): Promise<boolean> {
    return true
  }

  override async calculatePrice(): Promise<any> {
    await this.before('price')
    return { calculated_amount: 6.5, is_calculated_price_tax_inclusive: true }
  }

  override async cancelFulfillment(
    { parcel }: ProviderJson = {},
    { created_with }: { created_with?: string } = {},
  ): Promise<void> {
    await this.before('cancel')
    this.calls.push(`cancel ${parcel ?? `what was made with ${created_with}`}`)
  }
}

/** Installs a carrier of the test's own. */
export function installCarrier(shop: Shop): Carrier {
  const carrier = new Carrier()
  shop.modules.container.register(
    provide(FulfillmentProviders, () => new FulfillmentProviders([new ManualFulfillment(), carrier])),
  )
  return carrier
}
