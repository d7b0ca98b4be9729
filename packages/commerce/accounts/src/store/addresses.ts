import { CustomerService } from '@stoa/customer'
import {
  addressSchema,
  fieldsQuery,
  filtersOf,
  listQuery,
  nullable,
  oneOrMany,
  type StoaServer,
} from '@stoa/http'
import { Database, StoaError } from '@stoa/kernel'
import { Query, resolveFields } from '@stoa/query'
import { actorOf, checkFields, sendList, sendOne } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { known } from '../known.ts'
import { addressFields } from './address-fields.ts'
import { customerFields } from './customer-fields.ts'
import { sendCustomer } from './customers.ts'
import { customersOnly } from './door.ts'

/** As addresses elsewhere, and what an address book adds. */
const address = Type.Object({
  ...addressSchema.properties,
  address_name: Type.Optional(nullable(Type.String())),
  is_default_shipping: Type.Optional(Type.Boolean()),
  is_default_billing: Type.Optional(Type.Boolean()),
})

const filters = {
  q: Type.String(),
  city: oneOrMany(Type.String()),
  country_code: oneOrMany(Type.String()),
  postal_code: oneOrMany(Type.String()),
}

const params = Type.Object({ address_id: Type.String() })
const config = { auth: customersOnly }

/** Runs `work` in a transaction if the address is the asker's own. Of anybody else's it is as if there were none. */
async function withOwnAddress(
  request: FastifyRequest,
  id: string,
  work: (customers: CustomerService) => Promise<unknown>,
): Promise<void> {
  const { container } = request
  const customers = container.resolve(CustomerService)
  const customer_id = actorOf(request).id
  await container.resolve(Database).transaction(async () => {
    const [own] = await customers.listCustomerAddresses({ id, customer_id })
    if (!own) throw new StoaError('not_found', `CustomerAddress with id: ${id} was not found`)
    await work(customers)
  })
}

/** Customers' address books. */
export async function storeAddresses(app: StoaServer): Promise<void> {
  app.get(
    '/store/customers/me/addresses',
    { schema: { querystring: listQuery({ default_limit: 50, filters, logical: false }) }, config },
    (request, reply) =>
      sendList(request, reply, {
        entity: 'customer_address',
        key: 'addresses',
        fields: addressFields,
        filters: {
          $and: [
            { customer_id: actorOf(request).id },
            filtersOf(request.query, Object.keys(filters) as never[]),
          ],
        },
      }),
  )

  app.get(
    '/store/customers/me/addresses/:address_id',
    { schema: { params, querystring: fieldsQuery() }, config },
    (request, reply) =>
      sendOne(request, reply, {
        entity: 'customer_address',
        key: 'address',
        id: request.params.address_id,
        fields: addressFields,
        filters: { customer_id: actorOf(request).id },
      }),
  )

  app.post(
    '/store/customers/me/addresses',
    { schema: { body: address, querystring: fieldsQuery() }, config },
    async (request, reply) => {
      checkFields(request, customerFields)
      const { container } = request
      const { id } = actorOf(request)
      await container
        .resolve(CustomerService)
        .addAddresses([{ ...known(address, request.body), customer_id: id }])
      return sendCustomer(request, reply, id)
    },
  )

  app.post(
    '/store/customers/me/addresses/:address_id',
    { schema: { params, body: address, querystring: fieldsQuery() }, config },
    async (request, reply) => {
      checkFields(request, customerFields)
      const id = request.params.address_id
      await withOwnAddress(request, id, (customers) =>
        customers.changeAddresses([{ ...known(address, request.body), id }]),
      )
      return sendCustomer(request, reply, actorOf(request).id)
    },
  )

  app.delete(
    '/store/customers/me/addresses/:address_id',
    { schema: { params, querystring: fieldsQuery() }, config },
    async (request) => {
      const fields = resolveFields(request.query.fields, customerFields)
      const id = request.params.address_id
      await withOwnAddress(request, id, (customers) => customers.deleteCustomerAddresses(id))
      const parent = await request.container
        .resolve(Query)
        .retrieve('customer', actorOf(request).id, { fields })
      return { id, object: 'address', deleted: true, parent }
    },
  )
}
