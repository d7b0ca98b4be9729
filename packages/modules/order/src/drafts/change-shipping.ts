import { type BigNumber, type Database, StoaError } from '@stoa/kernel'
import {
  actionsOf,
  addActions,
  findAction,
  type NewChangeAction,
  removeActions,
  type StoredAction,
} from '../changes/change-actions.ts'
import type { OpenChange } from '../changes/open-change.ts'
import { shippingWrites } from '../line-writes.ts'
import type { NewOrderLine } from '../new-order.ts'

const REFERENCE = 'order_shipping_method'

const IN_ORDER = `
select 1 from stoa_order.order_shipping
where order_id = $1 and version = $2 and shipping_method_id = $3 and deleted_at is null`

const isOf = (methodId: string) => (action: StoredAction) =>
  action.action === 'SHIPPING_ADD' && action.details.replaces === methodId

/**
 * Takes a shipping method that is in the order out of it with an open change, or puts another in its place. Saying it again
 * stands in place of what was said before.
 *
 * @throws StoaError `not_found` for a method that is not in the order
 */
export async function replaceShipping(
  database: Database,
  change: OpenChange,
  methodId: string,
  { method, internal_note }: { method?: NewOrderLine; internal_note?: string | null | undefined } = {},
): Promise<void> {
  const { order_id, order_version } = change
  const [there] = await database.query(IN_ORDER, [order_id, order_version, methodId])
  if (!there) {
    throw new StoaError(
      'not_found',
      `ShippingMethod with id: ${methodId} was not found in order ${order_id}.`,
    )
  }
  const actions = await actionsOf(database, change.id)
  const before = actions.find(isOf(methodId))
  if (before) await removeActions(database, change.id, [before.id])
  const isOut = actions.some(
    ({ action, reference_id }) => action === 'SHIPPING_REMOVE' && reference_id === methodId,
  )
  const note = internal_note ?? null
  const out: NewChangeAction = {
    action: 'SHIPPING_REMOVE',
    reference: REFERENCE,
    reference_id: methodId,
    details: {},
    internal_note: note,
  }
  const wanted = [
    ...(isOut ? [] : [out]),
    ...(method ? [addition(method, { internal_note: note, details: { replaces: methodId } })] : []),
  ]
  await addActions(database, change, wanted, writesOf(change, method))
}

/**
 * Puts another shipping method in the place of one that waits to come into the order.
 *
 * @throws StoaError `not_found` for an action that is not there
 */
export async function replaceAddedShipping(
  database: Database,
  change: OpenChange,
  actionId: string,
  { method, internal_note }: { method: NewOrderLine; internal_note?: string | null | undefined },
): Promise<void> {
  const said = await findAction(database, change, actionId, ['SHIPPING_ADD'])
  await removeActions(database, change.id, [actionId])
  const note = internal_note === undefined ? said.internal_note : internal_note
  const action = { id: actionId, ...addition(method, { internal_note: note, details: said.details }) }
  await addActions(database, change, [action], writesOf(change, method))
}

/** Takes back what an open change does to the shipping: what was put in the place of another leaves that where it is. */
export async function removeShippingAction(
  database: Database,
  change: OpenChange,
  actionId: string,
): Promise<void> {
  const said = await findAction(database, change, actionId, ['SHIPPING_ADD', 'SHIPPING_REMOVE'])
  const replaced = said.action === 'SHIPPING_REMOVE' ? said.reference_id : said.details.replaces
  const together = (await actionsOf(database, change.id)).filter(
    (action) =>
      action.id === actionId ||
      (replaced != null &&
        (isOf(replaced as string)(action) ||
          (action.action === 'SHIPPING_REMOVE' && action.reference_id === replaced))),
  )
  await removeActions(
    database,
    change.id,
    together.map(({ id }) => id),
  )
}

const addition = (
  method: NewOrderLine,
  { internal_note, details }: Pick<NewChangeAction, 'details'> & { internal_note: string | null },
): NewChangeAction => ({
  action: 'SHIPPING_ADD',
  reference: REFERENCE,
  reference_id: method.id,
  details,
  amount: (method.values as { amount: BigNumber }).amount,
  internal_note,
})

const writesOf = ({ order_version }: OpenChange, method: NewOrderLine | undefined) =>
  method ? shippingWrites([method], order_version + 1, new Date().toISOString()) : []
