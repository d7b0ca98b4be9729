import { setTimeout as sleep } from 'node:timers/promises'
import { dateFilter, fieldsQuery, type StoaServer, sendJson, words } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { fieldRules, resource, selectedFields } from '@stoa/rest'
import { Workflows } from '@stoa/workflows'
import { Type } from 'typebox'

const LIST = 'id workflow_id transaction_id state execution created_at updated_at deleted_at'

/** What there is to know of one execution. */
export const executionFields = fieldRules(`${LIST} context`, 'run_id')

const listFields = fieldRules(LIST, 'run_id context')

const filters = {
  q: Type.String(),
  transaction_id: words(),
  workflow_id: words(),
  state: words(),
  created_at: dateFilter(),
}

export const workflowParams = Type.Object({ workflow_id: Type.String() })

export const transactionParams = Type.Object({ workflow_id: Type.String(), transaction_id: Type.String() })

/** Seconds for which a request waits for an execution that it started. */
const PATIENCE = 20

const newRun = Type.Object({
  input: Type.Optional(Type.Any()),
  transaction_id: Type.Optional(Type.String({ minLength: 1 })),
})

/** What all routes about executions want; the path says it otherwise than the entity. */
export const config = { permission: 'workflow_execution' }

/** `/admin/workflows-executions`: what workflows did and do, and how one is run by its name. */
export async function adminWorkflowExecutions(app: StoaServer): Promise<void> {
  const path = '/admin/workflows-executions'
  const entity = 'workflow_execution'
  resource(app, { path, entity, fields: listFields, config }).list({
    default_limit: 20,
    filters,
    logical: false,
  })
  resource(app, { path, entity, fields: executionFields, config }).retrieve()

  app.get(
    `${path}/:workflow_id/:transaction_id`,
    { schema: { params: transactionParams, querystring: fieldsQuery() }, config },
    async (request, reply) => {
      const fields = selectedFields(request, { entity, fields: executionFields })
      const { workflow_id, transaction_id } = request.params
      const text = await request.container.resolve(Query).firstText(entity, {
        fields,
        filters: { workflow_id, transaction_id },
        order: [{ field: 'created_at', direction: 'desc' }],
      })
      if (text === undefined) throw unknown(workflow_id, transaction_id)
      return sendJson(reply, `{"workflow_execution":${text}}`)
    },
  )

  app.post(
    `${path}/:workflow_id/run`,
    { schema: { params: workflowParams, body: newRun }, config },
    async (request) => {
      const workflows = request.container.resolve(Workflows)
      const { workflow_id } = request.params
      const { transaction_id } = request.body
      const workflow = workflows.definition(workflow_id)
      if (!workflow) throw new StoaError('not_found', `Workflow with id: ${workflow_id} was not found`)
      if (!workflow.accepts) {
        throw new StoaError(
          'not_allowed',
          `Workflow ${workflow_id} may not be run by its name: it is run by others.`,
        )
      }
      const { input, key } = workflow.accepts(request.body.input)
      const { id, rested } = await workflows.startExecution(workflow, input, {
        ...(key === undefined ? {} : { key }),
        ...(transaction_id === undefined ? {} : { transaction_id }),
      })
      await Promise.race([rested, sleep(PATIENCE * 1000, undefined, { ref: false })])
      const execution = await workflows.retrieveExecution(id)
      return {
        acknowledgement: {
          workflowId: workflow_id,
          transactionId: execution.transaction_id ?? id,
          hasFinished: execution.finished_at !== null,
          hasFailed: execution.finished_at !== null && execution.status !== 'succeeded',
        },
      }
    },
  )
}

/** There is no such execution of a workflow. */
export const unknown = (workflow_id: string, transaction_id: string) =>
  new StoaError(
    'not_found',
    `WorkflowExecution with workflow_id: ${workflow_id}, transaction_id: ${transaction_id} was not found`,
  )
