import type { AuthConfig } from '@stoa/http'
import type { Filters } from '@stoa/query'
import type { FastifyRequest } from 'fastify'

const by: AuthConfig['by'] = ['session', 'bearer']

/** A customer has to be signed in. */
export const customersOnly: AuthConfig = { actor: 'customer', by }

/** A customer may be signed in. */
export const maybeCustomer: AuthConfig = { actor: 'customer', by, optional: true }

/** A guest has nothing but the order's id to show; an order of a registered customer opens to that customer alone. */
export const mayRead = (request: FastifyRequest): Filters => ({
  is_draft_order: false,
  $or: [
    { customer_id: null },
    { customer: { has_account: false } },
    { customer_id: request.asker.actor?.id ?? [] },
  ],
})
