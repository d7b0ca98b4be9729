import { CustomerService } from '@stoa/customer'
import { fieldsQuery, filtersOf, listQuery, metadata, type StoaServer, sendJson, words } from '@stoa/http'
import { checkFields, fieldRules, readOne, sendList, sendOne, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { addressBody } from '../address-body.ts'
import { known } from '../known.ts'
import { assertOwnAddress } from '../own-address.ts'
import { customerFields } from './customer-fields.ts'

const PATH = '/admin/customers/:id/addresses'

const addressFields = fieldRules(
  `id address_name company customer_id first_name last_name address_1 address_2 city province postal_code
    country_code phone metadata created_at updated_at`,
)

const filters = {
  q: Type.String(),
  company: words(),
  city: words(),
  country_code: words(),
  province: words(),
  postal_code: words(),
}

const ofCustomer = Type.Object({ id: Type.String() })
const ofAddress = Type.Object({ id: Type.String(), address_id: Type.String() })
const body = Type.Object({ ...addressBody.properties, additional_data: Type.Optional(metadata()) })

/** Customers' address books as the admin keeps them. */
export async function adminCustomerAddresses(app: StoaServer): Promise<void> {
  const service = app.container.resolve(CustomerService)
  const customer = (id: string) => ({ entity: 'customer', key: 'customer', fields: customerFields, id })

  app.get(
    PATH,
    {
      schema: { params: ofCustomer, querystring: listQuery({ default_limit: 50, filters, logical: false }) },
    },
    (request, reply) =>
      sendList(request, reply, {
        entity: 'customer_address',
        key: 'addresses',
        fields: addressFields,
        filters: {
          customer_id: request.params.id,
          ...filtersOf(request.query, Object.keys(filters) as never[]),
        },
      }),
  )

  app.get(
    `${PATH}/:address_id`,
    { schema: { params: ofAddress, querystring: fieldsQuery() } },
    (request, reply) =>
      sendOne(request, reply, {
        entity: 'customer_address',
        key: 'address',
        id: request.params.address_id,
        fields: addressFields,
        filters: { customer_id: request.params.id },
      }),
  )

  app.post(
    PATH,
    { schema: { params: ofCustomer, body, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, customerFields)
      const { id } = request.params
      const text = await transaction(request, async () => {
        await service.retrieveCustomer(id)
        await service.addAddresses([{ ...known(addressBody, request.body), customer_id: id }])
        return readOne(request, customer(id))
      })
      return sendJson(reply, text)
    },
  )

  app.post(
    `${PATH}/:address_id`,
    { schema: { params: ofAddress, body, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, customerFields)
      const { id, address_id } = request.params
      const text = await transaction(request, async () => {
        await assertOwnAddress(request.container, id, address_id)
        await service.changeAddresses([{ ...known(addressBody, request.body), id: address_id }])
        return readOne(request, customer(id))
      })
      return sendJson(reply, text)
    },
  )

  app.delete(
    `${PATH}/:address_id`,
    { schema: { params: ofAddress, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, customerFields)
      const { id, address_id } = request.params
      const text = await transaction(request, async () => {
        await assertOwnAddress(request.container, id, address_id)
        await service.deleteCustomerAddresses(address_id)
        const envelope = { id: address_id, object: 'customer_address', deleted: true }
        return readOne(request, { ...customer(id), key: 'parent', envelope })
      })
      return sendJson(reply, text)
    },
  )
}
