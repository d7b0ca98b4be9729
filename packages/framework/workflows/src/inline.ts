import { type Container, StoaError } from '@stoa/kernel'
import type { Step, Workflow } from './definition.ts'
import { callHooks } from './run.ts'
import type { Scope } from './scope.ts'
import { fromJson, toJson } from './stored.ts'

/**
 * Runs a workflow as part of the local step it was called in: all of it commits with that step, or nothing. So none of its
 * steps is recorded by itself, and none is taken back later: that is up to the step.
 */
export async function runInline(
  container: Container,
  workflow: Workflow,
  input: any,
  { run, step: outer }: Required<Pick<Scope, 'run' | 'step'>>,
): Promise<any> {
  const step: Step = async (name, work, { external } = {}) => {
    if (external) {
      throw new StoaError(
        'not_allowed',
        `Workflow ${workflow.name} was called inside step "${outer.name}", and its step "${name}" is external: it ` +
          'must not run in a transaction. Call the workflow from the outer function instead.',
      )
    }
    const context = { execution_id: run.id, idempotency_key: `${run.id}/${outer.name}/${name}` }
    const { before, after } = workflow.hooks(name)
    const hookContext = { ...context, input, container }
    await callHooks(before, hookContext)
    const result = fromJson(toJson(await work(context)))
    await callHooks(after, { ...hookContext, result })
    return result
  }
  return fromJson(toJson(await workflow.work(input, { step, container, execution_id: run.id })))
}
