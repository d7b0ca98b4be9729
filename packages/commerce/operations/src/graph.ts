import { defineField, defineSearch, defineView } from '@stoa/query'

/** What failed and was taken back is `reverted` on the wire; `failed` is what could not be taken back. */
const STATE = `case
  when status = 'running' and cancel_requested_at is null then 'invoking'
  when status = 'running' or status = 'compensating' and owner is null then 'waiting_to_compensate'
  when status = 'compensating' then 'compensating'
  when status = 'succeeded' then 'done'
  when status = 'compensation_failed' then 'failed'
  else 'reverted' end`

const EXECUTIONS = `
  select id, workflow as workflow_id, coalesce(transaction_id, id) as transaction_id, id as run_id, ${STATE} as state,
    created_at, coalesce(finished_at, greatest(created_at, (
      select max(coalesce(s.finished_at, s.created_at)) from stoa_workflows.step s where s.execution_id = execution.id
    ))) as updated_at, null::timestamptz as deleted_at
  from stoa_workflows.execution`

const milliseconds = (moment: string) => `floor(extract(epoch from ${moment}) * 1000)::bigint`

const WAITS = `kind = 'wait' and status = 'intended'`
const FAILED = `status in ('failed', 'compensated') and error is not null`

const INVOKED = `case
  when ${WAITS} then json_build_object('state', 'invoking', 'status', 'waiting_response')
  when status = 'intended' and error is not null then json_build_object('state', 'invoking', 'status', 'temp_failure')
  when status = 'intended' then json_build_object('state', 'invoking', 'status', 'idle')
  when error is null then json_build_object('state', 'done', 'status', 'ok')
  when error ->> 'code' = 'step_timeout' then json_build_object('state', 'timeout', 'status', 'permanent_failure')
  else json_build_object('state', 'failed', 'status', 'permanent_failure') end`

const TAKEN_BACK = `case when status = 'compensated' then json_build_object('state', 'reverted', 'status', 'ok')
  else json_build_object('state', 'dormant', 'status', 'idle') end`

const STEP = `json_build_object('_v', 1, 'id', '_root.' || name, 'uuid', name, 'depth', no,
  'next', case when next is null then '[]'::json else json_build_array('_root.' || next) end,
  'attempts', attempts, 'failures', attempts - case when error is null then 1 else 0 end,
  'startedAt', ${milliseconds('created_at')}, 'lastAttempt', ${milliseconds('coalesce(finished_at, created_at)')},
  'saveResponse', true, 'stepFailed', ${FAILED},
  'definition', json_build_object('action', name, 'uuid', name, 'async', kind = 'wait', 'store', true),
  'invoke', ${INVOKED}, 'compensate', ${TAKEN_BACK})`

/** A workflow is a function, so what is known of its steps are those that have begun: each leads to the next. */
const execution = (row: string) => `(
  with steps as (
    select s.*, row_number() over (order by position) as no, lead(name) over (order by position) as next
    from stoa_workflows.step s where s.execution_id = ${row}.id
  ), named as (
    select 0 as no, '_root' as id, json_build_object('id', '_root', 'next',
      (select coalesce(json_agg('_root.' || name), '[]') from steps where no = 1)) as step
    union all select no, '_root.' || name, ${STEP} from steps
  )
  select json_build_object('_v', 1, 'modelId', e.workflow, 'runId', e.id, 'transactionId', ${row}.transaction_id,
    'state', ${row}.state, 'startedAt', ${milliseconds('e.created_at')}, 'timedOutAt', null, 'metadata', '{}'::json,
    'hasAsyncSteps', exists (select from steps where kind = 'wait'),
    'hasWaitingSteps', exists (select from steps where ${WAITS}),
    'hasFailedSteps', exists (select from steps where ${FAILED}),
    'hasRevertedSteps', exists (select from steps where status = 'compensated'),
    'hasSkippedSteps', false, 'hasSkippedOnFailureSteps', false,
    'options', json_build_object('name', e.workflow, 'idempotent', e.once, 'store', true),
    'steps', (select json_object_agg(id, step order by no) from named))
  from stoa_workflows.execution e where e.id = ${row}.id)`

/** Inputs, results and errors. */
const context = (row: string) => `(
  with steps as (select * from stoa_workflows.step where execution_id = ${row}.id)
  select json_build_object(
    'data', json_build_object('payload', e.input, 'invoke', (
      select coalesce(json_object_agg(name,
        json_build_object('output', json_build_object('output', result, 'compensateInput', result)) order by position), '{}')
      from steps where status <> 'intended' and error is null)),
    'compensate', '{}'::json,
    'errors', (select coalesce(json_agg(json_build_object('action', action, 'handlerType', 'invoke', 'error', error)), '[]')
      from (select name as action, error from steps where ${FAILED}
        union all select e.workflow, e.error where e.error is not null and not exists (select from steps where ${FAILED})) failures))
  from stoa_workflows.execution e where e.id = ${row}.id)`

/** What the operations add to the graph: executions of workflows, as the wire calls and shows them. */
export const operationsGraph = [
  defineView({
    entity: 'workflow_execution',
    sql: EXECUTIONS,
    columns: {
      id: 'text',
      workflow_id: 'text',
      transaction_id: 'text',
      run_id: 'text',
      state: 'text',
      created_at: 'datetime',
      updated_at: 'datetime',
      deleted_at: 'datetime',
    },
  }),
  defineField('workflow_execution', 'execution', execution),
  defineField('workflow_execution', 'context', context),
  defineSearch('workflow_execution', ['id', 'workflow_id', 'transaction_id']),
]
