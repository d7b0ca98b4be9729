import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the bank knows of a payment. Its books are what the shop's are held against: it is never disturbed. */
export interface BankPayment {
  id: string
  amount: number
  status: 'pending' | 'captured' | 'canceled'
  refunded: number
  /** Captures and refunds that took place. */
  moved: string[]
}

/** Of a hundred answers so many are lost after the bank has done what it was asked. */
const LOST = 5
const SLOWEST = 40

/** A bank that takes money at once, knows repetitions by their key, and whose answers are sometimes lost. */
export class Bank {
  readonly payments = new Map<string, BankPayment>()
  readonly #answers = new Map<string, BankPayment>()
  readonly #server = createServer((request, response) => void this.#answer(request, response))
  lost = 0

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  /** The buyer pays at the bank's own site. */
  pay(id: string): void {
    const payment = this.payments.get(id)
    if (payment) this.#capture(payment)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { id, amount, key } = JSON.parse(Buffer.concat(chunks).toString())
    await new Promise((resolve) => setTimeout(resolve, Math.random() * SLOWEST))
    const payment = this.#do(request.url?.slice(1) ?? '', id, Number(amount ?? 0), key)
    if (key && Math.random() * 100 < LOST) {
      this.lost += 1
      response.destroy()
      return
    }
    response.end(JSON.stringify(payment))
  }

  #do(what: string, id: string, amount: number, key: string | undefined): BankPayment {
    const known = key === undefined ? undefined : this.#answers.get(`${what} ${key}`)
    if (known) return known
    const payment = this.payments.get(id) ?? { id, amount, status: 'pending', refunded: 0, moved: [] }
    this.payments.set(id, payment)
    if (what === 'authorize' || what === 'capture') this.#capture(payment)
    if (what === 'refund' && payment.status === 'captured') {
      payment.refunded += amount
      payment.moved.push('refund')
    }
    if (what === 'cancel' && payment.status === 'pending') payment.status = 'canceled'
    if (key !== undefined) this.#answers.set(`${what} ${key}`, payment)
    return payment
  }

  #capture(payment: BankPayment): void {
    if (payment.status !== 'pending') return
    payment.status = 'captured'
    payment.moved.push('capture')
  }
}
