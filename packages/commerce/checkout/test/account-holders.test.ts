import { provide } from '@stoa/kernel'
import {
  type AmountCall,
  PaymentProviders,
  type ProviderCustomer,
  type ProviderData,
  SystemPaymentProvider,
} from '@stoa/payment'
import { Query } from '@stoa/query'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readyCart } from './buy.ts'
import { openShop, type Shop } from './shop.ts'
import { signUp } from './sign-up.ts'

/** A provider that keeps customers, and one key's customer once. */
class Wallet extends SystemPaymentProvider {
  readonly customers = new Map<string, string>()
  readonly payers: ProviderData[] = []

  override async initiatePayment({ data, context }: AmountCall & { context: ProviderData }) {
    this.payers.push(context)
    return { data }
  }

  override async createAccountHolder(call: { customer: ProviderCustomer; idempotency_key: string }) {
    const id = this.customers.get(call.idempotency_key) ?? `cus_${this.customers.size + 1}`
    this.customers.set(call.idempotency_key, id)
    return { id, data: { id, email: call.customer.email } }
  }
}

let shop: Shop
let wallet: Wallet

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.stop())

beforeEach(() => {
  wallet = new Wallet()
  shop.modules.container.register(provide(PaymentProviders, () => new PaymentProviders([wallet])))
})

async function beginPayment(cartId: string, headers: Record<string, string>): Promise<void> {
  const { body } = await shop.request('POST', '/store/payment-collections', { cart_id: cartId }, headers)
  const url = `/store/payment-collections/${body.payment_collection.id}/payment-sessions`
  const answer = await shop.request('POST', url, { provider_id: 'pp_system_default' }, headers)
  expect(answer.status).toBe(200)
}

test('a customer with an account becomes known to the provider once, also by payments begun at once', async () => {
  const ada = await signUp(shop, 'ada-pays@example.com')
  const cartId = await readyCart(shop, shop.variants.plenty, 'ada-pays@example.com', ada)
  await Promise.all([beginPayment(cartId, ada), beginPayment(cartId, ada)])
  expect(wallet.customers.size).toBe(1)
  expect(wallet.payers).toHaveLength(3)
  for (const payer of wallet.payers) {
    expect(payer).toMatchObject({
      email: 'ada-pays@example.com',
      customer: { email: 'ada-pays@example.com' },
      account_holder: { id: 'cus_1', email: 'ada-pays@example.com' },
    })
  }
  const [customer] = await shop.modules.resolve(Query).list('customer', {
    fields: ['account_holders.external_id'],
    filters: { email: 'ada-pays@example.com' },
  })
  expect(customer?.account_holders).toMatchObject([{ external_id: 'cus_1' }])
})

test('a guest pays without becoming known', async () => {
  await readyCart(shop, shop.variants.plenty, 'guest-pays@example.com')
  expect(wallet.payers).toMatchObject([{ email: 'guest-pays@example.com' }])
  expect(wallet.payers[0]).not.toHaveProperty('account_holder')
  expect(wallet.customers.size).toBe(0)
})
