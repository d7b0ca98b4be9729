import { type Container, StoaError } from '@stoa/kernel'
import { callHooks } from './attempts.ts'
import type { Workflow } from './definition.ts'
import type { Scope } from './scope.ts'
import type { Step, StepContext, StepOptions } from './step.ts'
import { fromJson, toJson } from './stored.ts'

/** A local step is not interrupted: its transaction is what ends it. */
const NEVER = new AbortController().signal

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
  const refuse = (name: string, what: string) =>
    new StoaError(
      'not_allowed',
      `Workflow ${workflow.name} was called inside step "${outer.name}", and its step "${name}" ${what}: it ` +
        'must not run in a transaction. Call the workflow from the outer function instead.',
    )
  const step = async (
    name: string,
    work: (context: StepContext) => unknown,
    { external }: StepOptions<any> = {},
  ) => {
    if (external) throw refuse(name, 'is external')
    const identity = { execution_id: run.id, idempotency_key: `${run.id}/${outer.name}/${name}` }
    const { before, after } = workflow.hooks(name)
    const hookContext = { ...identity, input, container }
    await callHooks(before, hookContext)
    const result = fromJson(toJson(await work({ ...identity, attempt: 1, signal: NEVER })))
    await callHooks(after, { ...hookContext, result })
    return result
  }
  const wait = async (name: string): Promise<never> => {
    throw refuse(name, 'waits')
  }
  const steps: Step = Object.assign(step as Step, { waitFor: wait, sleep: wait })
  return fromJson(toJson(await workflow.work(input, { step: steps, container, execution_id: run.id })))
}
