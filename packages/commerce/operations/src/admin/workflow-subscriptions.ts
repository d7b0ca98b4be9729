import { admitAgain, fieldsQuery, type StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { checkFields } from '@stoa/rest'
import { Workflows } from '@stoa/workflows'
import type { FastifyReply } from 'fastify'
import { MOST_SUBSCRIBERS, type Subscription, Subscriptions } from '../subscriptions.ts'
import { config, executionFields, transactionParams, unknown, workflowParams } from './workflow-executions.ts'

/** `/admin/workflows-executions/…/subscribe`: server-sent events of what happens to executions, on whichever host. */
export async function adminWorkflowSubscriptions(app: StoaServer): Promise<void> {
  const path = '/admin/workflows-executions/:workflow_id'
  const workflows = app.container.resolve(Workflows)
  const subscriptions = new Subscriptions(workflows)
  app.addHook('preClose', () => subscriptions.close())

  const newest = (filters: { workflow_id: string; transaction_id?: string }) =>
    app.container.resolve(Query).first('workflow_execution', {
      fields: ['id'],
      filters,
      order: [{ field: 'created_at', direction: 'desc' }],
    })

  async function send(reply: FastifyReply, subscription: Subscription): Promise<FastifyReply> {
    if (subscriptions.full) throw full()
    const stream = await subscriptions.open(subscription)
    return (
      reply
        .type('text/event-stream; charset=utf-8')
        .header('cache-control', 'no-cache, no-transform')
        .header('x-accel-buffering', 'no')
        // Or a host that stops would wait for connections that nobody uses any more.
        .header('connection', 'close')
        .send(stream)
    )
  }

  app.get(
    `${path}/subscribe`,
    {
      exposeHeadRoute: false,
      schema: { description: DESCRIPTION, params: workflowParams, querystring: fieldsQuery() },
      config,
    },
    async (request, reply) => {
      checkFields(request, executionFields)
      const { workflow_id } = request.params
      if (!workflows.definition(workflow_id) && !(await newest({ workflow_id }))) {
        throw new StoaError('not_found', `Workflow with id: ${workflow_id} was not found`)
      }
      return send(reply, { workflow_id, admit: () => admitAgain(request) })
    },
  )

  app.get(
    `${path}/:transaction_id/subscribe`,
    { exposeHeadRoute: false, schema: { description: DESCRIPTION, params: transactionParams }, config },
    async (request, reply) => {
      const { workflow_id, transaction_id } = request.params
      const execution = await newest({ workflow_id, transaction_id })
      if (!execution) throw unknown(workflow_id, transaction_id)
      return send(reply, {
        workflow_id,
        execution_id: execution.id as string,
        admit: () => admitAgain(request),
      })
    },
  )
}

const DESCRIPTION = `Server-sent events (text/event-stream). The data of each is JSON: eventType (onBegin, onStepBegin,
onStepAwaiting, onStepSuccess, onStepFailure, onCompensateBegin, onCompensateStepSuccess, onFinish), workflowId, transactionId,
and step, response, result or errors. The stream of one execution ends with it; any other after fifteen minutes, to be opened
again. Each ends within seconds once the session is closed, or what the client may do is taken away.`

const full = () =>
  Object.assign(
    new Error(
      `This host already has ${MOST_SUBSCRIBERS} who listen to workflows. Close one of them, or try again later.`,
    ),
    { statusCode: 429 },
  )
