import { p } from '@mikro-orm/core'
import { BigNumberType } from './big-number-type.ts'
import { createId } from './id.ts'

/**
 * The primary key of an entity: a prefix and a ULID, made when the entity is created unless one is given.
 *
 * @param prefix the entity's prefix without the underscore, such as `prod`
 */
export const id = (prefix: string) =>
  p
    .text()
    .primary()
    .onCreate(() => createId(prefix))

/** An exact decimal: `numeric` in PostgreSQL, a BigNumber in code, a number (and its `raw_` twin) on the wire. */
export const bigNumber = () => p.type(BigNumberType)

/** Free-form JSON that belongs to the shop's own code. */
export const metadata = () => p.json<Record<string, unknown>>().nullable()

/** The three columns every entity ends with. A row whose `deleted_at` is set is not found unless asked for. */
export const timestamps = {
  created_at: p
    .datetime()
    .defaultRaw('now()')
    .onCreate(() => new Date()),
  updated_at: p
    .datetime()
    .defaultRaw('now()')
    .onCreate(() => new Date())
    .onUpdate(() => new Date()),
  deleted_at: p.datetime().nullable(),
}

/** The columns of a postal address, for every module that keeps some. */
export const postalAddress = {
  company: p.text().nullable(),
  first_name: p.text().nullable(),
  last_name: p.text().nullable(),
  address_1: p.text().nullable(),
  address_2: p.text().nullable(),
  city: p.text().nullable(),
  country_code: p.text().nullable(),
  province: p.text().nullable(),
  postal_code: p.text().nullable(),
  phone: p.text().nullable(),
  metadata: metadata(),
}
