import { createId, type Database, StoaError, writeTogether } from '@stoa/kernel'

type Values = Readonly<Record<string, unknown>>

/** A label of a parcel. */
export interface ParcelLabel {
  tracking_number: string
  tracking_url: string
  label_url: string
}

/** A parcel to be written down: plain values, all that there is to know. */
export interface NewParcel {
  id: string
  /** Columns of the fulfillment. */
  values: Values
  delivery_address: Values | null
  items: readonly Values[]
  labels: readonly ParcelLabel[]
}

export async function addParcel(database: Database, parcel: NewParcel): Promise<void> {
  const now = new Date().toISOString()
  const stamps = { created_at: now, updated_at: now }
  const fulfillment_id = parcel.id
  const address = parcel.delivery_address && { ...parcel.delivery_address, id: createId('fuladdr') }
  await writeTogether(database, [
    { insert: 'stoa_fulfillment.fulfillment_address', rows: address ? [{ ...address, ...stamps }] : [] },
    {
      insert: 'stoa_fulfillment.fulfillment',
      rows: [
        {
          requires_shipping: true,
          ...parcel.values,
          id: parcel.id,
          delivery_address_id: address?.id ?? null,
          ...stamps,
        },
      ],
    },
    {
      insert: 'stoa_fulfillment.fulfillment_item',
      rows: parcel.items.map((item) => ({ ...item, id: createId('fulit'), fulfillment_id, ...stamps })),
    },
    {
      insert: 'stoa_fulfillment.fulfillment_label',
      rows: parcel.labels.map((label) => labelRow(label, fulfillment_id, stamps)),
    },
  ])
}

const labelRow = (
  { tracking_number, tracking_url, label_url }: ParcelLabel,
  fulfillment_id: string,
  stamps: Values,
) => ({ tracking_number, tracking_url, label_url, id: createId('fulla'), fulfillment_id, ...stamps })

interface Parcel {
  changed: boolean
  is_shipped: boolean
  is_delivered: boolean
  is_canceled: boolean
}

/** Each only from where it makes sense: what two calls want at once happens once. */
const step = (change: string, condition: string) => `
with was as (
  select id, shipped_at, delivered_at, canceled_at from stoa_fulfillment.fulfillment
  where id = $1 and deleted_at is null for update
), changed as (
  update stoa_fulfillment.fulfillment f set ${change}, updated_at = now() from was
  where f.id = was.id and ${condition} returning f.id
)
select exists (select from changed) as changed, shipped_at is not null as is_shipped,
  delivered_at is not null as is_delivered, canceled_at is not null as is_canceled from was`

const SHIP = step(
  `shipped_at = coalesce(f.shipped_at, now()), marked_shipped_by = coalesce(f.marked_shipped_by, $2),
   metadata = coalesce($3::jsonb, f.metadata)`,
  'was.canceled_at is null and was.delivered_at is null',
)

const DELIVER = step('delivered_at = now()', 'was.canceled_at is null and was.delivered_at is null')

const CANCEL = step(
  'canceled_at = now()',
  'was.canceled_at is null and was.shipped_at is null and was.delivered_at is null',
)

async function take(
  database: Database,
  id: string,
  sql: string,
  values: unknown[],
  what: string,
): Promise<void> {
  const [parcel] = await database.query<Parcel>(sql, [id, ...values])
  if (!parcel) throw new StoaError('not_found', `Fulfillment with id: ${id} was not found`)
  if (parcel.changed) return
  if (parcel.is_canceled) throw new StoaError('invalid_data', `Fulfillment ${id} has been canceled.`)
  const state = parcel.is_delivered ? 'delivered' : 'shipped'
  throw new StoaError('not_allowed', `Fulfillment ${id} is ${state} already: it cannot be ${what}.`)
}

export async function shipParcel(
  database: Database,
  id: string,
  by: string | null,
  { labels = [], metadata }: { labels?: readonly ParcelLabel[]; metadata?: Values | null | undefined },
): Promise<void> {
  await database.transaction(async () => {
    await take(database, id, SHIP, [by, metadata ? JSON.stringify(metadata) : null], 'shipped')
    const now = new Date().toISOString()
    const stamps = { created_at: now, updated_at: now }
    await writeTogether(database, [
      {
        insert: 'stoa_fulfillment.fulfillment_label',
        rows: labels.map((label) => labelRow(label, id, stamps)),
      },
    ])
  })
}

export const deliverParcel = (database: Database, id: string): Promise<void> =>
  take(database, id, DELIVER, [], 'delivered')

export const cancelParcel = (database: Database, id: string): Promise<void> =>
  take(database, id, CANCEL, [], 'canceled')

export async function keepParcel(database: Database, id: string): Promise<void> {
  await database.query(
    'update stoa_fulfillment.fulfillment set canceled_at = null, updated_at = now() where id = $1',
    [id],
  )
}
