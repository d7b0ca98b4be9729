import { CustomerService } from '@stoa/customer'
import { fieldsQuery, filtersOf, listQuery, type StoaServer, words } from '@stoa/http'
import { Query, resolveFields } from '@stoa/query'
import { actorOf, checkFields, sendList, sendOne, transaction } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { addressBody } from '../address-body.ts'
import { known } from '../known.ts'
import { assertOwnAddress } from '../own-address.ts'
import { addressFields } from './address-fields.ts'
import { customerFields } from './customer-fields.ts'
import { sendCustomer } from './customers.ts'
import { customersOnly } from './door.ts'

const filters = {
  q: Type.String(),
  city: words(),
  country_code: words(),
  postal_code: words(),
}

const params = Type.Object({ address_id: Type.String() })
const config = { auth: customersOnly }

/** Runs `work` in a transaction if the address is the asker's own. */
const withOwnAddress = (
  request: FastifyRequest,
  id: string,
  work: (customers: CustomerService) => Promise<unknown>,
) =>
  transaction(request, async () => {
    await assertOwnAddress(request.container, actorOf(request).id, id)
    await work(request.container.resolve(CustomerService))
  })

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
    { schema: { body: addressBody, querystring: fieldsQuery() }, config },
    async (request, reply) => {
      checkFields(request, customerFields)
      const { container } = request
      const { id } = actorOf(request)
      await container
        .resolve(CustomerService)
        .addAddresses([{ ...known(addressBody, request.body), customer_id: id }])
      return sendCustomer(request, reply, id)
    },
  )

  app.post(
    '/store/customers/me/addresses/:address_id',
    { schema: { params, body: addressBody, querystring: fieldsQuery() }, config },
    async (request, reply) => {
      checkFields(request, customerFields)
      const id = request.params.address_id
      await withOwnAddress(request, id, (customers) =>
        customers.changeAddresses([{ ...known(addressBody, request.body), id }]),
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
