import type { Container } from '@stoa/kernel'

/** What every function of a step is given. */
export interface StepContext {
  /** `execution_id/step name`: the same each time this step is tried, for outside systems that tell repetitions by it. */
  idempotency_key: string
}

/** How a step behaves beside what it does. */
export interface StepOptions<Result> {
  /** Takes back what the step did, when a later one fails. Must bear being called twice. */
  undo?: (result: Result, context: StepContext) => Promise<unknown>
  /**
   * The step calls an outside system. It runs outside any transaction; its intent is recorded first and its result after,
   * so a crash in between calls again, with the same `idempotency_key`. Default: false, a local step, whose effects and
   * record commit together.
   */
  external?: boolean
}

/** Runs a step, or gives its stored result if it was finished before. Names are unique in an execution. */
export type Step = <Result>(
  name: string,
  work: (context: StepContext) => Promise<Result> | Result,
  options?: StepOptions<Result>,
) => Promise<Result>

/** What a workflow's function is given beside its input. */
export interface WorkflowContext {
  step: Step
  container: Container
  execution_id: string
}

/** Called around a step of a workflow that somebody else defined. */
export type Hook = (context: {
  container: Container
  execution_id: string
  result?: unknown
}) => Promise<unknown>

/** A piece of work that crosses transactions or calls outside systems. */
export interface Workflow<Input, Output> {
  name: string
  /** Raise it when steps are renamed or reordered: running executions finish on the version they began with. */
  version: number
  work(input: Input, context: WorkflowContext): Promise<Output>
  hooks: { before: Map<string, Hook[]>; after: Map<string, Hook[]> }
  /** Calls `hook` right before a step is run for the first time; what it throws fails the step. */
  before(step: string, hook: Hook): void
  /** Calls `hook` with the step's result, before the next one begins. For a local step it is part of its transaction. */
  after(step: string, hook: Hook): void
}

/**
 * Defines a workflow: a plain async function whose effects all lie in steps. After a crash it runs again and finished
 * steps give their stored results, so apart from them it must be deterministic: no clock, no random numbers, no reads.
 *
 * @param name unique among all workflows
 * @param work the function
 * @param options.version default: 1
 * @example
 * export const shipOrder = defineWorkflow('ship-order', async ({ order_id }: { order_id: string }, { step }) => {
 *   const label = await step('buy label', ({ idempotency_key }) => carrier.buy(order_id, idempotency_key), {
 *     external: true,
 *     undo: (bought) => carrier.refund(bought.id),
 *   })
 *   return step('store label', () => labels.createLabels({ order_id, url: label.url }))
 * })
 */
export function defineWorkflow<Input, Output>(
  name: string,
  work: (input: Input, context: WorkflowContext) => Promise<Output>,
  { version = 1 }: { version?: number } = {},
): Workflow<Input, Output> {
  const hooks = { before: new Map<string, Hook[]>(), after: new Map<string, Hook[]>() }
  const add = (map: Map<string, Hook[]>) => (step: string, hook: Hook) => {
    map.set(step, [...(map.get(step) ?? []), hook])
  }
  return { name, version, work, hooks, before: add(hooks.before), after: add(hooks.after) }
}
