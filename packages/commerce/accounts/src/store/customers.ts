import { CustomerService } from '@stoa/customer'
import { Events } from '@stoa/events'
import { fieldsQuery, type StoaServer } from '@stoa/http'
import { Database, StoaError } from '@stoa/kernel'
import { actorOf, checkFields, sendOne } from '@stoa/rest'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { customerBody, customerDetails } from '../customer-body.ts'
import { known } from '../known.ts'
import { registerCustomer } from '../register-customer.ts'
import { customerFields } from './customer-fields.ts'
import { customersOnly } from './door.ts'

/** Answers with a customer, as that customer sees it. */
export const sendCustomer = (request: FastifyRequest, reply: FastifyReply, id: string) =>
  sendOne(request, reply, { entity: 'customer', key: 'customer', id, fields: customerFields })

/** Customers' accounts. */
export async function storeCustomers(app: StoaServer): Promise<void> {
  app.post(
    '/store/customers',
    {
      schema: { body: customerBody, querystring: fieldsQuery() },
      config: { auth: { ...customersOnly, allow_unregistered: true } },
    },
    async (request, reply) => {
      const { auth_identity } = request.asker
      if (!auth_identity) {
        throw new StoaError('invalid_data', 'Request already authenticated as a customer.')
      }
      checkFields(request, customerFields)
      const { id } = await registerCustomer(
        request.container,
        auth_identity.id,
        known(customerBody, request.body),
      )
      return sendCustomer(request, reply, id)
    },
  )

  app.get(
    '/store/customers/me',
    { schema: { querystring: fieldsQuery() }, config: { auth: customersOnly } },
    (request, reply) => sendCustomer(request, reply, actorOf(request).id),
  )

  app.post(
    '/store/customers/me',
    { schema: { body: customerDetails, querystring: fieldsQuery() }, config: { auth: customersOnly } },
    async (request, reply) => {
      checkFields(request, customerFields)
      const { container } = request
      const { id } = actorOf(request)
      await container.resolve(Database).transaction(async () => {
        await container
          .resolve(CustomerService)
          .updateCustomers({ ...known(customerDetails, request.body), id })
        await container.resolve(Events).emit('customer.updated', { id })
      })
      return sendCustomer(request, reply, id)
    },
  )
}
