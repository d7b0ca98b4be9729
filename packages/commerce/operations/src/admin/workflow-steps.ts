import type { StoaServer } from '@stoa/http'
import { type Container, StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { Workflows } from '@stoa/workflows'
import { type Static, Type } from 'typebox'
import { config, unknown, workflowParams } from './workflow-executions.ts'

const answer = Type.Object({
  transaction_id: Type.String(),
  step_id: Type.String(),
  response: Type.Optional(Type.Any()),
  compensate_input: Type.Optional(Type.Any()),
  action: Type.Optional(Type.Union([Type.Literal('invoke'), Type.Literal('compensate')])),
})

/** `/admin/workflows-executions/:workflow_id/steps`: answers for steps that wait for something outside. */
export async function adminWorkflowSteps(app: StoaServer): Promise<void> {
  const path = '/admin/workflows-executions/:workflow_id/steps'
  const schema = { params: workflowParams, body: answer }

  app.post(`${path}/success`, { schema, config }, async ({ container, params, body }) => {
    const { id, step } = await awaited(container, params.workflow_id, body)
    await container.resolve(Workflows).completeStep(id, step, body.response)
    return { success: true }
  })

  app.post(`${path}/failure`, { schema, config }, async ({ container, params, body }) => {
    const { id, step } = await awaited(container, params.workflow_id, body)
    await container.resolve(Workflows).failStep(id, step, failureOf(step, body.response))
    return { success: true }
  })
}

/** An execution that goes on, rather than one that has ended; and the step, by its name or by its id on the wire. */
async function awaited(
  container: Container,
  workflow_id: string,
  { transaction_id, step_id, action }: Static<typeof answer>,
): Promise<{ id: string; step: string }> {
  const query = container.resolve(Query)
  const newest = (more: object) =>
    query.first('workflow_execution', {
      fields: ['id'],
      filters: { workflow_id, transaction_id, ...more },
      order: [{ field: 'created_at', direction: 'desc' }],
    })
  const found = (await newest({ state: 'invoking' })) ?? (await newest({}))
  if (!found) throw unknown(workflow_id, transaction_id)
  if (action === 'compensate') {
    throw new StoaError('not_allowed', `Step "${step_id}" is taken back without waiting for an answer.`)
  }
  return { id: found.id as string, step: step_id.replace(/^_root\./, '') }
}

function failureOf(step: string, response: unknown): StoaError {
  const message =
    typeof response === 'object' ? (response as { message?: unknown } | null)?.message : response
  return new StoaError(
    'conflict',
    typeof message === 'string' && message !== '' ? message : `Step "${step}" was said to have failed.`,
    { code: 'step_failed' },
  )
}
