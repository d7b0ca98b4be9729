/** What Stripe answers a request it refuses. */
export class Refusal extends Error {
  readonly status: number
  readonly body: Record<string, unknown>

  constructor(status: number, type: string, code: string | undefined, message: string, more: object = {}) {
    super(message)
    this.status = status
    this.body = { error: { type, code, message, ...more } }
  }
}

const invalid = (code: string, message: string) => new Refusal(400, 'invalid_request_error', code, message)

type Params = Record<string, any>

export interface Intent extends Params {
  id: string
  status: string
  amount: number
  amount_capturable: number
  amount_received: number
  metadata: Record<string, string>
}

const DECLINES: Record<string, string> = {
  pm_card_chargeDeclined: 'generic_decline',
  pm_card_chargeDeclinedInsufficientFunds: 'insufficient_funds',
}

/** What Stripe's API does with the objects that payments are made of: the rules of its documentation, in memory. */
export class StripeApi {
  readonly intents = new Map<string, Intent>()
  readonly refunds: Params[] = []
  readonly customers: Params[] = []
  readonly methods: Params[] = []
  /** The customer search of countries that have none. */
  hasSearch = true
  #last = 0

  readonly #routes: [string, RegExp, (id: string, params: Params) => unknown][] = [
    ['POST', /^\/v1\/payment_intents$/, (_, params) => this.#create(params)],
    ['GET', /^\/v1\/payment_intents\/(\w+)$/, (id) => this.intent(id)],
    [
      'POST',
      /^\/v1\/payment_intents\/(\w+)\/confirm$/,
      (id, { payment_method }) => this.confirm(id, payment_method),
    ],
    ['POST', /^\/v1\/payment_intents\/(\w+)\/capture$/, (id, params) => this.#capture(id, params)],
    ['POST', /^\/v1\/payment_intents\/(\w+)\/cancel$/, (id) => this.#cancel(id)],
    ['POST', /^\/v1\/refunds$/, (_, params) => this.#refund(params)],
    ['GET', /^\/v1\/refunds$/, (_, params) => this.#listRefunds(params)],
    ['POST', /^\/v1\/customers$/, (_, params) => this.#createCustomer(params)],
    ['GET', /^\/v1\/customers\/search$/, (_, params) => this.#searchCustomers(params)],
    [
      'GET',
      /^\/v1\/customers\/(\w+)\/payment_methods$/,
      (id) => list(this.methods.filter(({ customer }) => customer === id)),
    ],
    ['POST', /^\/v1\/setup_intents$/, (_, params) => this.#setUp(params)],
  ]

  call(method: string, path: string, params: Params): unknown {
    for (const [verb, pattern, answer] of this.#routes) {
      const found = verb === method ? pattern.exec(path) : null
      if (found) return answer(found[1] ?? '', params)
    }
    throw new Refusal(
      404,
      'invalid_request_error',
      undefined,
      `Unrecognized request URL (${method}: ${path}).`,
    )
  }

  intent(id: string): Intent {
    const intent = this.intents.get(id)
    if (intent) return intent
    throw new Refusal(404, 'invalid_request_error', 'resource_missing', `No such payment_intent: '${id}'`)
  }

  #id = (prefix: string) => `${prefix}_${++this.#last}`

  #create({ amount, currency, metadata = {}, ...params }: Params): Intent {
    const units = Number(amount)
    if (!/^\d+$/.test(amount)) throw invalid('parameter_invalid_integer', `Invalid integer: ${amount}`)
    if (units < 1) throw invalid('amount_too_small', 'The amount must be greater than zero.')
    if (['bhd', 'jod', 'kwd', 'omr', 'tnd'].includes(currency) && units % 10 !== 0) {
      throw invalid('parameter_invalid_integer', 'The last digit of a three-decimal amount must be 0.')
    }
    if (params.customer && !this.customers.some(({ id }) => id === params.customer)) {
      throw invalid('resource_missing', `No such customer: '${params.customer}'`)
    }
    const id = this.#id('pi')
    const intent: Intent = {
      id,
      object: 'payment_intent',
      amount: units,
      amount_capturable: 0,
      amount_received: 0,
      currency,
      capture_method: params.capture_method ?? 'automatic_async',
      client_secret: `${id}_secret_1`,
      customer: params.customer ?? null,
      setup_future_usage: params.setup_future_usage ?? null,
      payment_method: params.payment_method ?? null,
      automatic_payment_methods: params.automatic_payment_methods ?? null,
      allowed_payment_method_types: params.allowed_payment_method_types ?? null,
      last_payment_error: null,
      next_action: null,
      metadata,
      status: params.payment_method ? 'requires_confirmation' : 'requires_payment_method',
    }
    this.intents.set(id, intent)
    return intent
  }

  /** The buyer's browser confirms too, with the method that was entered there. */
  confirm(id: string, method?: string): Intent {
    const intent = this.intent(id)
    const { status } = intent
    if (!['requires_confirmation', 'requires_payment_method', 'requires_action'].includes(status)) {
      throw unexpected('confirm', intent)
    }
    intent.payment_method = method ?? intent.payment_method
    if (!intent.payment_method) throw invalid('parameter_missing', 'You must provide a payment method.')
    const decline_code = DECLINES[intent.payment_method]
    if (decline_code) throw this.#decline(intent, decline_code)
    intent.last_payment_error = null
    if (intent.payment_method === 'pm_card_authenticationRequired') {
      return Object.assign(intent, {
        status: 'requires_action',
        next_action: { type: 'use_stripe_sdk', use_stripe_sdk: {} },
      })
    }
    if (intent.payment_method === 'pm_sepa') return Object.assign(intent, { status: 'processing' })
    return this.succeed(intent)
  }

  succeed(intent: Intent): Intent {
    const isHeld = intent.capture_method === 'manual'
    return Object.assign(intent, {
      status: isHeld ? 'requires_capture' : 'succeeded',
      next_action: null,
      amount_capturable: isHeld ? intent.amount : 0,
      amount_received: isHeld ? 0 : intent.amount,
      latest_charge: this.#id('ch'),
    })
  }

  #decline(intent: Intent, decline_code: string): Refusal {
    const failure = {
      type: 'card_error',
      code: 'card_declined',
      decline_code,
      message: 'Your card was declined.',
    }
    Object.assign(intent, {
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: failure,
    })
    return new Refusal(402, 'card_error', 'card_declined', failure.message, {
      decline_code,
      payment_intent: structuredClone(intent),
    })
  }

  #capture(id: string, { amount_to_capture, metadata }: Params): Intent {
    const intent = this.intent(id)
    if (intent.status !== 'requires_capture') throw unexpected('capture', intent)
    const amount = Number(amount_to_capture ?? intent.amount_capturable)
    if (amount > intent.amount_capturable) {
      throw invalid('amount_too_large', 'The amount could not be captured because it is too large.')
    }
    return Object.assign(intent, {
      status: 'succeeded',
      amount_capturable: 0,
      amount_received: amount,
      metadata: { ...intent.metadata, ...metadata },
    })
  }

  #cancel(id: string): Intent {
    const intent = this.intent(id)
    if (['canceled', 'succeeded', 'processing'].includes(intent.status)) throw unexpected('cancel', intent)
    return Object.assign(intent, { status: 'canceled', amount_capturable: 0 })
  }

  #refund({ payment_intent, amount, metadata = {} }: Params): Params {
    const intent = this.intent(payment_intent)
    const given = this.refunds
      .filter((refund) => refund.payment_intent === payment_intent && refund.status !== 'failed')
      .reduce((sum, refund) => sum + refund.amount, 0)
    if (given + Number(amount) > intent.amount_received) {
      throw invalid('charge_already_refunded', 'The refund is greater than what is left of the charge.')
    }
    const refund = {
      id: this.#id('re'),
      object: 'refund',
      payment_intent,
      amount: Number(amount),
      metadata,
      status: 'succeeded',
    }
    this.refunds.unshift(refund)
    return refund
  }

  #listRefunds({ payment_intent, limit = '10', starting_after }: Params): Params {
    const all = this.refunds.filter((refund) => refund.payment_intent === payment_intent)
    const start = all.findIndex(({ id }) => id === starting_after) + 1
    const page = all.slice(start, start + Number(limit))
    return { ...list(page), has_more: start + page.length < all.length }
  }

  #createCustomer(params: Params): Params {
    const customer = { id: this.#id('cus'), object: 'customer', name: null, ...params }
    this.customers.push(customer)
    return customer
  }

  #searchCustomers({ query }: Params): Params {
    if (!this.hasSearch) throw invalid('action_blocked', 'Search is not available in your country.')
    const wanted = /^metadata\['customer_id'\]:'(.*)'$/.exec(query)?.[1]?.replace(/\\(.)/g, '$1')
    const found = this.customers.filter(({ metadata }) => metadata?.customer_id === wanted)
    return { object: 'search_result', data: found, has_more: false, next_page: null }
  }

  #setUp({ customer, payment_method, confirm, usage }: Params): Params {
    const id = this.#id('seti')
    const decline_code = DECLINES[payment_method]
    if (decline_code) {
      throw new Refusal(402, 'card_error', 'card_declined', 'Your card was declined.', { decline_code })
    }
    const isSaved = confirm === 'true' && payment_method !== 'pm_card_authenticationRequired'
    if (isSaved) this.methods.push({ id: payment_method, object: 'payment_method', type: 'card', customer })
    return {
      id,
      object: 'setup_intent',
      customer,
      usage,
      client_secret: `${id}_secret_1`,
      payment_method: payment_method ?? null,
      next_action: isSaved || !confirm ? null : { type: 'use_stripe_sdk' },
      status: isSaved ? 'succeeded' : confirm ? 'requires_action' : 'requires_payment_method',
    }
  }
}

const list = (data: Params[]) => ({ object: 'list', data, has_more: false })

const unexpected = (verb: string, { status }: Intent) =>
  invalid(
    'payment_intent_unexpected_state',
    `You cannot ${verb} this PaymentIntent because it has a status of ${status}.`,
  )
