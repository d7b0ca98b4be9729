import { randomUUID } from 'node:crypto'
import type { Bank } from './bank.ts'

/** What a buyer was told. */
export interface Told {
  cart_id: string
  /** Where the answer was an order. */
  order_id?: string
}

interface Refusal {
  message: string
  code?: string
}

export interface Shop {
  hosts: readonly string[]
  key: string
  region_id: string
  variants: readonly string[]
}

const ADDRESS = {
  first_name: 'Ada',
  address_1: 'Linden 1',
  city: 'Berlin',
  postal_code: '10117',
  country_code: 'de',
}
const SHARE_THAT_LEAVES = 0.3
const TRIES = 60

/** People who buy, one after the other, until they are called off. A host that is down is not their problem: they try another. */
export class Buyers {
  readonly told: Told[] = []
  /** What ended otherwise than a buyer would like, by what they were told. */
  readonly failures = new Map<string, number>()
  readonly #shop: Shop
  readonly #bank: Bank
  #open = true

  constructor(shop: Shop, bank: Bank) {
    this.#shop = shop
    this.#bank = bank
  }

  async buy(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#one()))
  }

  callOff(): void {
    this.#open = false
  }

  async #one(): Promise<void> {
    while (this.#open) {
      try {
        await this.#order()
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        this.failures.set(reason, (this.failures.get(reason) ?? 0) + 1)
      }
    }
  }

  async #order(): Promise<void> {
    const { region_id, variants } = this.#shop
    const pick = () => ({ variant_id: variants[Math.floor(Math.random() * variants.length)], quantity: 1 })
    const email = `${randomUUID()}@example.com`
    const { cart } = await this.#post('/store/carts', {
      region_id,
      email,
      shipping_address: ADDRESS,
      billing_address: ADDRESS,
      items: [pick()],
    })
    const path = `/store/carts/${cart.id}`
    await this.#post(`${path}/line-items`, pick())
    const { shipping_options } = await this.#ask('GET', `/store/shipping-options?cart_id=${cart.id}`)
    await this.#post(`${path}/shipping-methods`, { option_id: shipping_options[0].id })
    const { payment_collection } = await this.#post('/store/payment-collections', { cart_id: cart.id })
    const { payment_collection: ready } = await this.#post(
      `/store/payment-collections/${payment_collection.id}/payment-sessions`,
      { provider_id: 'pp_bank' },
    )
    const session = ready.payment_sessions[0].id
    if (Math.random() < SHARE_THAT_LEAVES) {
      this.#bank.pay(session)
      await this.#post('/hooks/payment/bank', { id: session, amount: ready.amount })
      this.told.push({ cart_id: cart.id })
    } else {
      const answer = await this.#post(`${path}/complete`, {})
      this.told.push({ cart_id: cart.id, ...(answer.type === 'order' ? { order_id: answer.order.id } : {}) })
    }
  }

  #post(path: string, body: object): Promise<any> {
    return this.#ask('POST', path, body)
  }

  /** The same request, under the same key, until a host answers it. */
  async #ask(method: string, path: string, body?: object): Promise<any> {
    const { hosts, key } = this.#shop
    const headers = {
      'x-publishable-api-key': key,
      'idempotency-key': randomUUID(),
      'content-type': 'application/json',
    }
    let last = 'nobody answered'
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const host = hosts[Math.floor(Math.random() * hosts.length)]
      const answer = await fetch(host + path, {
        method,
        headers,
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(40_000),
      }).catch(() => undefined)
      if (answer?.ok) return answer.text().then((text) => (text ? JSON.parse(text) : undefined))
      if (answer && answer.status < 500 && answer.status !== 409) {
        throw new Error(
          `${answer.status} ${((await answer.json()) as Refusal).message.replace(/\w+_[0-9A-Z]{26}/g, '…')}`,
        )
      }
      const told = (await answer?.json().catch(() => undefined)) as Refusal | undefined
      if (told?.code === 'idempotency_answer_lost') throw new Error('the answer was lost')
      if (answer) last = `${answer.status} ${told?.message ?? ''}`.replace(/\w+_[0-9A-Z]{26}/g, '…')
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    throw new Error(last)
  }
}
