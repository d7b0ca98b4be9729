import { createId, moduleService, type NewRow, type Row, type RowChange, StoaError } from '@stoa/kernel'
import { normalizeEmail } from './email.ts'
import type { Customer } from './entities/customer.ts'
import type { CustomerAddress } from './entities/customer-address.ts'
import { entities } from './entities/index.ts'

/** What may be known of a guest beside the e-mail address. */
export interface GuestDetails {
  first_name?: string | null
  last_name?: string | null
  company_name?: string | null
  phone?: string | null
  metadata?: Record<string, unknown> | null
}

/** That a customer is in a group. */
export interface Membership {
  customer_id: string
  customer_group_id: string
}

type DefaultFlags = { is_default_shipping?: boolean; is_default_billing?: boolean }

const COLUMNS =
  'id, company_name, first_name, last_name, email, phone, has_account, metadata, created_by, created_at, updated_at, deleted_at'

/** Customers with their addresses and groups. */
export class CustomerService extends moduleService(entities) {
  /**
   * The guest with this e-mail address, made if there is none. However many ask at once, there is one such guest.
   *
   * @param email in any case; it is stored in lower case
   * @param details used only if the guest is new
   * @throws StoaError `invalid_data` for an empty address
   */
  async findOrCreateGuest(email: string, details: GuestDetails = {}): Promise<Row<Customer>> {
    const address = normalizeEmail(email)
    if (address === '') throw new StoaError('invalid_data', 'A guest needs an e-mail address; it is empty.')
    // A conflict must give the row back, and "do nothing" gives none: nor could a select in the same statement see a row
    // that was committed after the statement began. So what conflicts is touched, which changes nothing.
    const [customer] = await this.database.query<Row<Customer>>(
      `with found as (
         select ${COLUMNS} from stoa_customer.customer
         where email = $2 and has_account = false and deleted_at is null
       ), created as (
         insert into stoa_customer.customer as c (id, email, first_name, last_name, company_name, phone, metadata)
         select $1, $2, $3, $4, $5, $6, $7::jsonb where not exists (select from found)
         on conflict (email, has_account) where deleted_at is null do update set email = c.email
         returning ${COLUMNS}
       )
       select * from found union all select * from created`,
      [
        createId('cus'),
        address,
        details.first_name ?? null,
        details.last_name ?? null,
        details.company_name ?? null,
        details.phone ?? null,
        details.metadata ? JSON.stringify(details.metadata) : null,
      ],
      { name: 'customer_find_or_create_guest' },
    )
    return customer as Row<Customer>
  }

  /**
   * Adds addresses. One that is a default takes that place from the customer's other addresses.
   *
   * @throws StoaError `invalid_data` for a customer that does not exist, or two defaults of one kind for one customer
   */
  async addAddresses(addresses: readonly NewRow<CustomerAddress>[]): Promise<Row<CustomerAddress>[]> {
    return this.database.transaction(async () => {
      const wanted = addresses.map((address) => ({
        ...(address as DefaultFlags),
        customer_id: address.customer_id as string,
      }))
      await this.#lockCustomers(wanted.map(({ customer_id }) => customer_id))
      await this.#clearDefaults(wanted)
      return this.createCustomerAddresses(addresses)
    })
  }

  /**
   * Changes addresses. One that becomes a default takes that place from the customer's other addresses.
   *
   * @throws StoaError `not_found`
   */
  async changeAddresses(changes: readonly RowChange<CustomerAddress>[]): Promise<Row<CustomerAddress>[]> {
    return this.database.transaction(async () => {
      const owners = await this.database.query<{ id: string; customer_id: string }>(
        'select id, customer_id from stoa_customer.customer_address where id = any($1::text[]) and deleted_at is null',
        [changes.map(({ id }) => id)],
      )
      const ownerOf = new Map(owners.map(({ id, customer_id }) => [id, customer_id]))
      await this.#lockCustomers([...ownerOf.values()])
      await this.#clearDefaults(
        changes.flatMap((change) => {
          const customer_id = ownerOf.get(change.id)
          return customer_id ? [{ ...(change as DefaultFlags), customer_id, id: change.id }] : []
        }),
      )
      return this.updateCustomerAddresses(changes)
    })
  }

  /**
   * Puts customers into groups. Who is in already stays in.
   *
   * @throws StoaError `not_found` that names the customers and groups that do not exist; then nobody is put anywhere
   */
  async addToGroups(memberships: readonly Membership[], createdBy?: string): Promise<void> {
    if (memberships.length === 0) return
    const missing = await this.database.query<{ what: string; id: string }>(
      `with given as (
         select * from unnest($1::text[], $2::text[], $3::text[]) as m (id, customer_id, customer_group_id)
       ), missing as (
         select 'customer' as what, g.customer_id as id from given g where not exists (
           select from stoa_customer.customer c where c.id = g.customer_id and c.deleted_at is null)
         union select 'customer group', g.customer_group_id from given g where not exists (
           select from stoa_customer.customer_group c where c.id = g.customer_group_id and c.deleted_at is null)
       ), added as (
         insert into stoa_customer.customer_group_customer (id, customer_id, customer_group_id, created_by)
         select id, customer_id, customer_group_id, $4 from given where not exists (select from missing)
         on conflict (customer_id, customer_group_id) where deleted_at is null do nothing
       )
       select what, id from missing order by what, id`,
      [
        memberships.map(() => createId('cusgc')),
        memberships.map(({ customer_id }) => customer_id),
        memberships.map(({ customer_group_id }) => customer_group_id),
        createdBy ?? null,
      ],
    )
    if (missing.length > 0) {
      const list = missing.map(({ what, id }) => `${what} ${id}`)
      throw new StoaError('not_found', `There is no ${list.join(', no ')}.`)
    }
  }

  /** Takes customers out of groups. */
  async removeFromGroups(memberships: readonly Membership[]): Promise<void> {
    await this.database.query(
      `delete from stoa_customer.customer_group_customer
       where (customer_id, customer_group_id) in (select * from unnest($1::text[], $2::text[]))`,
      [
        memberships.map(({ customer_id }) => customer_id),
        memberships.map(({ customer_group_id }) => customer_group_id),
      ],
    )
  }

  /** Two that switch a default at once must take turns, or both would find the other's address in their way. */
  async #lockCustomers(ids: readonly string[]): Promise<void> {
    await this.database.query(
      'select id from stoa_customer.customer where id = any($1::text[]) order by id for update',
      [ids],
    )
  }

  async #clearDefaults(wanted: readonly (DefaultFlags & { customer_id: string; id?: string })[]) {
    const shipping = wanted.filter((address) => address.is_default_shipping)
    const billing = wanted.filter((address) => address.is_default_billing)
    if (shipping.length + billing.length === 0) return
    const customers = (list: typeof wanted) => list.map(({ customer_id }) => customer_id)
    const kept = (list: typeof wanted) => list.flatMap(({ id }) => (id ? [id] : []))
    await this.database.query(
      `update stoa_customer.customer_address set
         is_default_shipping = is_default_shipping and not (customer_id = any($1::text[]) and id <> all($3::text[])),
         is_default_billing = is_default_billing and not (customer_id = any($2::text[]) and id <> all($4::text[])),
         updated_at = now()
       where deleted_at is null and (
         (is_default_shipping and customer_id = any($1::text[]) and id <> all($3::text[])) or
         (is_default_billing and customer_id = any($2::text[]) and id <> all($4::text[])))`,
      [customers(shipping), customers(billing), kept(shipping), kept(billing)],
    )
  }
}
