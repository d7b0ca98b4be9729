import { collectionStatus } from './collection-status.ts'

/** What a provider can be asked to do with a payment. */
export type OperationKind = 'capture' | 'refund' | 'cancel'

/**
 * How much there is of a payment for each kind, and how much of that is left; in which column what is under way is counted, and when
 * it may begin.
 */
const KINDS: Record<OperationKind, { total: string; rest: string; pending: string; free: string }> = {
  capture: {
    total: 'amount',
    rest: 'amount - captured_amount - pending_capture_amount',
    pending: 'pending_capture_amount',
    free: 'canceled_at is null',
  },
  refund: {
    total: 'captured_amount',
    rest: 'captured_amount - refunded_amount - pending_refund_amount',
    pending: 'pending_refund_amount',
    free: 'true',
  },
  // A cancellation takes all that is left to be captured, so that no capture can begin beside it.
  cancel: {
    total: 'amount',
    rest: 'amount - captured_amount',
    pending: 'pending_capture_amount',
    free: 'canceled_at is null and pending_capture_amount = 0',
  },
}

/** Nobody is calling, or has been for so long that calling again under the same key is no haste. */
const left = (operation: string) =>
  `${operation}.failed_at is null and (${operation}.tried_at is null or ${operation}.tried_at < now() - interval '20 seconds')`

/**
 * Writes an operation down and takes its amount off what is left, if there is so much; or takes up one that nobody knows the
 * outcome of. One statement under the payment's lock: calls at once come one after the other.
 */
const beginning = (kind: OperationKind) => {
  const { total, rest, pending, free } = KINDS[kind]
  return `
with locked as (
  select id, provider_id, data, currency_code, canceled_at, captured_at, captured_amount, ${pending} as pending,
    ${rest} as rest, coalesce($3::numeric, ${rest} - greatest(${total} - $8::numeric, 0), ${rest}) as wanted, ${free} as free
  from stoa_payment.payment where id = $2 and deleted_at is null for update
), resumed as (
  update stoa_payment.payment_operation o set tried_at = now(), attempts = o.attempts + 1, updated_at = now() from locked
  where o.payment_id = locked.id and ${left('o')} and o.id = (
    select i.id from stoa_payment.payment_operation i
    where i.payment_id = $2 and i.kind = '${kind}' and ${left('i')} and ($3::numeric is null or i.amount = $3)
    order by i.id limit 1)
  returning o.id, o.amount
), begun as (
  insert into stoa_payment.payment_operation (id, kind, payment_id, amount, created_by, note, refund_reason_id, tried_at)
  select $1, '${kind}', id, wanted, $4, $5, $6, now() from locked
  where not exists (select from resumed) and free and wanted > 0 and wanted <= rest and ($7::boolean or wanted = rest)
  returning id, amount
), reserved as (
  update stoa_payment.payment p set ${pending} = p.${pending} + begun.amount, updated_at = now() from begun where p.id = $2
)
select locked.provider_id, locked.data, locked.currency_code, locked.canceled_at is not null as is_canceled,
  trim_scale(locked.rest)::text as rest, locked.wanted > 0 as is_wanted, locked.pending > 0 as is_busy, locked.captured_amount > 0 as is_captured,
  locked.captured_at is not null as is_captured_whole,
  operation.id as operation_id, operation.amount::text as operation_amount, exists (select from resumed) as is_resumed
from locked left join (select * from resumed union all select * from begun) operation on true`
}

export const BEGIN: Record<OperationKind, string> = {
  capture: beginning('capture'),
  refund: beginning('refund'),
  cancel: beginning('cancel'),
}

/** Locks the payment of the operation `$1`. */
const heldPayment = (joined = '') => `
  select p.id from stoa_payment.payment p ${joined}
  where p.id in (select payment_id from stoa_payment.payment_operation where id = $1) for update of p`

/** The collection is locked before what is in it, and a payment before what is asked of it. */
const done = `
with locked as (
  select id from stoa_payment.payment_collection where id in (
    select p.payment_collection_id from stoa_payment.payment_operation o
    join stoa_payment.payment p on p.id = o.payment_id where o.id = $1) for update
), held as (${heldPayment('join locked on locked.id = p.payment_collection_id')}
), operation as (
  delete from stoa_payment.payment_operation o using held
  where o.id = $1 and o.payment_id = held.id and o.failed_at is null returning o.*
)`

const settled = `
select payment.id as payment_id, payment.payment_collection_id, payment.currency_code, trim_scale(payment.moved)::text as amount
from payment`

/** Makes an operation what it was written down for; the second time nothing is found to change. */
export const SETTLE: Record<OperationKind, string> = {
  capture: `${done}, capture as (
  insert into stoa_payment.capture (id, amount, payment_id, created_by)
  select id, amount, payment_id, created_by from operation
), payment as (
  update stoa_payment.payment p
  set data = coalesce($2::jsonb, p.data), captured_amount = p.captured_amount + operation.amount,
    pending_capture_amount = p.pending_capture_amount - operation.amount,
    captured_at = case when p.captured_amount + operation.amount >= p.amount then now() else p.captured_at end, updated_at = now()
  from operation where p.id = operation.payment_id returning p.*, operation.amount as moved
), collection as (
  update stoa_payment.payment_collection c
  set captured_amount = coalesce(c.captured_amount, 0) + payment.moved,
    status = ${collectionStatus('coalesce(c.authorized_amount, 0)', 'coalesce(c.captured_amount, 0) + payment.moved')},
    completed_at = case when coalesce(c.captured_amount, 0) + payment.moved >= c.amount then now() end, updated_at = now()
  from payment where c.id = payment.payment_collection_id
)${settled}`,

  refund: `${done}, refund as (
  insert into stoa_payment.refund (id, amount, payment_id, refund_reason_id, note, created_by)
  select id, amount, payment_id, refund_reason_id, note, created_by from operation
), payment as (
  update stoa_payment.payment p
  set data = coalesce($2::jsonb, p.data), refunded_amount = p.refunded_amount + operation.amount,
    pending_refund_amount = p.pending_refund_amount - operation.amount, updated_at = now()
  from operation where p.id = operation.payment_id returning p.*, operation.amount as moved
), collection as (
  update stoa_payment.payment_collection c
  set refunded_amount = coalesce(c.refunded_amount, 0) + payment.moved, updated_at = now()
  from payment where c.id = payment.payment_collection_id
)${settled}`,

  cancel: `${done}, payment as (
  update stoa_payment.payment p
  set data = coalesce($2::jsonb, p.data), canceled_at = now(),
    pending_capture_amount = p.pending_capture_amount - operation.amount, updated_at = now()
  from operation where p.id = operation.payment_id returning p.*, operation.amount as moved
), session as (
  update stoa_payment.payment_session s set status = 'canceled', updated_at = now()
  from payment where s.id = payment.payment_session_id and payment.captured_amount = 0
), collection as (
  update stoa_payment.payment_collection c
  set authorized_amount = coalesce(c.authorized_amount, 0) - payment.moved,
    status = ${collectionStatus('coalesce(c.authorized_amount, 0) - payment.moved', 'coalesce(c.captured_amount, 0)')},
    updated_at = now()
  from payment where c.id = payment.payment_collection_id
)${settled}`,
}

/** Frees the amount of an operation that the provider refused. */
export const REFUSE = `
with held as (${heldPayment()}
), operation as (
  update stoa_payment.payment_operation o set failed_at = now(), tried_at = null, error = $2, updated_at = now() from held
  where o.id = $1 and o.payment_id = held.id and o.failed_at is null returning o.*
)
update stoa_payment.payment p
set pending_capture_amount = p.pending_capture_amount - case when operation.kind = 'refund' then 0 else operation.amount end,
  pending_refund_amount = p.pending_refund_amount - case when operation.kind = 'refund' then operation.amount else 0 end,
  updated_at = now()
from operation where p.id = operation.payment_id`

/** Leaves an operation of which nobody knows whether it happened, to be taken up again. */
export const LEAVE = `
update stoa_payment.payment_operation set tried_at = null, error = $2, updated_at = now()
where id = $1 and failed_at is null`

/** Takes up operations that were left, and those of processes that have been silent for so many seconds. */
export const TAKE_UP = `
with taken as (
  update stoa_payment.payment_operation set tried_at = now(), attempts = attempts + 1, updated_at = now()
  where id in (
    select id from stoa_payment.payment_operation
    where failed_at is null and (tried_at is null or tried_at < now() - $1 * interval '1 second')
    order by id limit $2 for update skip locked)
  returning *
)
select taken.id, taken.kind, taken.amount::text as amount, true as is_resumed, p.provider_id, p.data, p.currency_code
from taken join stoa_payment.payment p on p.id = taken.payment_id order by taken.id`
