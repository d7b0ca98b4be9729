import { CustomerService } from '@stoa/customer'
import { Events } from '@stoa/events'
import { email, fieldsQuery, metadata, nullable, type StoaServer } from '@stoa/http'
import { Database, StoaError } from '@stoa/kernel'
import { actorOf, checkFields, sendOne } from '@stoa/rest'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { known } from '../known.ts'
import { registerCustomer } from '../register-customer.ts'
import { customerFields } from './customer-fields.ts'
import { customersOnly } from './door.ts'

const text = () => Type.Optional(nullable(Type.String()))

const changes = Type.Object({
  company_name: text(),
  first_name: text(),
  last_name: text(),
  phone: text(),
  metadata: Type.Optional(metadata()),
})

const account = Type.Object({ email: Type.Optional(nullable(email())), ...changes.properties })

/** Answers with a customer, as that customer sees it. */
export const sendCustomer = (request: FastifyRequest, reply: FastifyReply, id: string) =>
  sendOne(request, reply, { entity: 'customer', key: 'customer', id, fields: customerFields })

/** Customers' accounts. */
export async function storeCustomers(app: StoaServer): Promise<void> {
  app.post(
    '/store/customers',
    {
      schema: { body: account, querystring: fieldsQuery() },
      config: { auth: { ...customersOnly, allow_unregistered: true } },
    },
    async (request, reply) => {
      const { auth_identity } = request.asker
      if (!auth_identity) {
        throw new StoaError('invalid_data', 'Request already authenticated as a customer.')
      }
      checkFields(request, customerFields)
      const { id } = await registerCustomer(request.container, auth_identity.id, known(account, request.body))
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
    { schema: { body: changes, querystring: fieldsQuery() }, config: { auth: customersOnly } },
    async (request, reply) => {
      checkFields(request, customerFields)
      const { container } = request
      const { id } = actorOf(request)
      await container.resolve(Database).transaction(async () => {
        await container.resolve(CustomerService).updateCustomers({ ...known(changes, request.body), id })
        await container.resolve(Events).emit('customer.updated', { id })
      })
      return sendCustomer(request, reply, id)
    },
  )
}
