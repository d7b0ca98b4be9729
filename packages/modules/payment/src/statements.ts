import { collectionStatus } from './collection-status.ts'

/** A new try takes the place of those that led nowhere; what is authorised stays. */
export const REPLACE_SESSION = `
with gone as (
  delete from stoa_payment.payment_session
  where payment_collection_id = $2 and status in ('pending', 'requires_more', 'error')
), made as (
  insert into stoa_payment.payment_session
    (id, payment_collection_id, provider_id, currency_code, amount, data, context, metadata, status)
  values ($1, $2, $3, $4, $5::numeric, $6::jsonb, $7::jsonb, '{}', $8) returning id
)
update stoa_payment.payment_collection set status = 'awaiting', updated_at = now()
where id = $2 and status in ('not_paid', 'awaiting') and exists (select from made) returning id`

/** A session is authorised once: the second time nothing is found to change. The collection is locked before what is in it. */
export const RECORD_AUTHORIZATION = `
with locked as (
  select id from stoa_payment.payment_collection
  where id in (select payment_collection_id from stoa_payment.payment_session where id = $1) for update
), session as (
  update stoa_payment.payment_session s
  set status = $2, data = $3::jsonb, authorized_at = now(), updated_at = now() from locked
  where s.id = $1 and s.payment_collection_id = locked.id and s.authorized_at is null
  returning s.*, case s.status when 'captured' then s.amount else 0 end as captured
), payment as (
  insert into stoa_payment.payment
    (id, amount, currency_code, provider_id, data, payment_collection_id, payment_session_id, captured_at, captured_amount)
  select $4, amount, currency_code, provider_id, data, payment_collection_id, id, case status when 'captured' then now() end, captured
  from session returning id
), capture as (
  insert into stoa_payment.capture (id, amount, payment_id)
  select $5, session.amount, payment.id from session, payment where session.status = 'captured'
)
update stoa_payment.payment_collection c
set authorized_amount = coalesce(c.authorized_amount, 0) + session.amount,
  captured_amount = coalesce(c.captured_amount, 0) + session.captured,
  refunded_amount = coalesce(c.refunded_amount, 0),
  status = ${collectionStatus('coalesce(c.authorized_amount, 0) + session.amount', 'coalesce(c.captured_amount, 0) + session.captured')},
  completed_at = case when session.captured > 0 and coalesce(c.captured_amount, 0) + session.captured >= c.amount then now() else c.completed_at end,
  updated_at = now()
from session, payment where c.id = session.payment_collection_id returning payment.id as payment_id`

/** What became of a session that is not authorised. */
export const RECORD_STATUS = `
update stoa_payment.payment_session set status = $2, data = $3::jsonb, updated_at = now()
where id = $1 and authorized_at is null`

/** Undoes an authorisation that no order came of. */
export const RECORD_CANCELLATION = `
with locked as (
  select id from stoa_payment.payment_collection
  where id in (select payment_collection_id from stoa_payment.payment where payment_session_id = $1) for update
), payment as (
  update stoa_payment.payment p set canceled_at = now(), updated_at = now() from locked
  where p.payment_session_id = $1 and p.payment_collection_id = locked.id and p.canceled_at is null
    and p.captured_amount = 0 and p.pending_capture_amount = 0 returning p.*
), session as (
  update stoa_payment.payment_session s set status = 'canceled', updated_at = now() from payment where s.id = payment.payment_session_id
)
update stoa_payment.payment_collection c
set authorized_amount = greatest(coalesce(c.authorized_amount, 0) - payment.amount, 0), status = 'awaiting', updated_at = now()
from payment where c.id = payment.payment_collection_id`

/** Nothing is bought with a session whose money was given back. */
export const END_SESSION = `
update stoa_payment.payment_session set status = 'canceled', updated_at = now() where id = $1`

/** A customer whom the provider knows already is brought up to date. */
export const KEEP_ACCOUNT_HOLDER = `
insert into stoa_payment.account_holder (id, provider_id, external_id, email, data) values ($1, $2, $3, $4, $5::jsonb)
on conflict (provider_id, external_id) where deleted_at is null
do update set email = excluded.email, data = excluded.data, updated_at = now() returning id`

export const REMOVE_COLLECTION = `
with locked as (
  select id, status from stoa_payment.payment_collection where id = $1 and deleted_at is null for update
), removed as (
  update stoa_payment.payment_collection c set deleted_at = now(), updated_at = now() from locked
  where c.id = locked.id and locked.status = 'not_paid' returning c.id
), session as (
  update stoa_payment.payment_session s set deleted_at = now(), updated_at = now() from removed
  where s.payment_collection_id = removed.id and s.deleted_at is null
)
select status, exists (select from removed) as removed from locked`

/** A session was begun for an amount; when that changes, another has to be begun. */
export const CHANGE_AMOUNT = `
with changed as (
  update stoa_payment.payment_collection set amount = $2::numeric, updated_at = now()
  where id = $1 and amount <> $2::numeric and status in ('not_paid', 'awaiting') and deleted_at is null returning id
)
delete from stoa_payment.payment_session s using changed
where s.payment_collection_id = changed.id and s.status in ('pending', 'requires_more', 'error')`

export const CANCEL_COLLECTIONS = `
with locked as (
  select id from stoa_payment.payment_collection where id = any($1::text[]) and deleted_at is null order by id for update
), canceled as (
  update stoa_payment.payment_collection c set status = 'canceled', updated_at = now() from locked
  where c.id = locked.id and coalesce(c.authorized_amount, 0) = 0 and coalesce(c.captured_amount, 0) = 0 returning c.id
)
update stoa_payment.payment_session s set status = 'canceled', updated_at = now() from canceled
where s.payment_collection_id = canceled.id and s.status in ('pending', 'requires_more', 'error')`
