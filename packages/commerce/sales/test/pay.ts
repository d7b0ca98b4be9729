import { BigNumber, provide } from '@stoa/kernel'
import {
  type AmountCall,
  type PaymentCall,
  PaymentProviders,
  type PaymentResult,
  PaymentService,
  SystemPaymentProvider,
} from '@stoa/payment'
import { createLinks } from '@stoa/query'
import { orderPaymentCollection } from '../src/index.ts'
import type { Shop } from './shop.ts'

/** A provider that writes down what it moved, and before that does what the test wants. */
export class TestProvider extends SystemPaymentProvider {
  override readonly id = 'pp_test' as never
  readonly moved: string[] = []
  status: PaymentResult['status'] = 'authorized'
  before: (what: string) => Promise<unknown> = async () => {}

  override async authorizePayment({ data }: PaymentCall): Promise<PaymentResult> {
    await this.before('authorize')
    return { status: this.status, data }
  }

  override async getPaymentStatus({ data }: Pick<PaymentCall, 'data'>): Promise<PaymentResult> {
    return { status: this.status, data }
  }

  override capturePayment(call: PaymentCall) {
    return this.#move('capture', call as AmountCall)
  }

  override refundPayment(call: PaymentCall) {
    return this.#move('refund', call as AmountCall)
  }

  override cancelPayment(call: PaymentCall) {
    return this.#move('cancel', call as AmountCall)
  }

  async #move(what: string, { amount, data }: AmountCall) {
    await this.before(what)
    this.moved.push(`${what} ${amount.toFixed()}`)
    return { data }
  }
}

/** Installs a provider for tests beside the system's. */
export function installProvider(shop: Shop): TestProvider {
  const provider = new TestProvider()
  shop.modules.container.register(
    provide(PaymentProviders, () => new PaymentProviders([new SystemPaymentProvider(), provider])),
  )
  return provider
}

/** Authorises the payment of an order, and gives the payment's id. */
export async function authorize(
  shop: Shop,
  orderId: string,
  amount: number,
  status: 'authorized' | 'captured' = 'authorized',
): Promise<string> {
  const payments = shop.modules.resolve(PaymentService)
  const collection = await payments.createPaymentCollections({
    currency_code: 'eur',
    amount: BigNumber(amount),
  })
  await createLinks(shop.database, orderPaymentCollection, [
    { order_id: orderId, payment_collection_id: collection.id },
  ])
  const session = await payments.createPaymentSession(collection.id, { provider_id: 'pp_test' })
  await payments.recordAuthorization(session, { status, data: {} })
  const [payment] = await payments.listPayments({ payment_session_id: session })
  return payment?.id as string
}
