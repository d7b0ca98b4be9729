import type { Container } from '@stoa/kernel'
import type { Step, StepIdentity } from './step.ts'

/** What a workflow's function gets beside its input. */
export interface WorkflowContext {
  step: Step
  container: Container
  /** `wf_exec_` and a ULID. */
  execution_id: string
}

/** The work itself. Apart from its steps it must come to the same each time it runs with the same input. */
export type WorkflowFunction<Input, Result> = (input: Input, context: WorkflowContext) => Promise<Result>

/** A run that somebody outside asked for by the workflow's name. */
export interface AcceptedRun<Input> {
  input: Input
  /** See `key` of `run`. */
  key?: string
}

/** How executions of a workflow behave. */
export interface WorkflowOptions<Input = any> {
  /** Raise it when steps change: executions that are under way finish on the version they began with. Default: 1. */
  version?: number
  /** Whether a key succeeds once for good: a later run with it is given the first one's result. Default: false. */
  once?: boolean
  /** Seconds after which another host takes over from one that no longer says it is alive. Default: 30. */
  lease?: number
  /** The events it may wait for. Hosts hear of these, and of no others, for it. Default: none. */
  events?: readonly string[]
  /**
   * Lets users of the admin API run it by its name: checks what they sent and says what to run. Default: they may not.
   *
   * @throws StoaError `invalid_data` for anything it cannot run with
   */
  accepts?: (input: unknown) => AcceptedRun<Input>
}

/** What a hook gets. */
export interface HookContext<Input = any> extends StepIdentity {
  input: Input
  /** What the step gave; for hooks after it. */
  result?: any
  container: Container
}

export type HookFunction<Input = any> = (context: HookContext<Input>) => Promise<unknown> | unknown

export interface Hook {
  work: HookFunction
  undo: HookFunction | undefined
}

/** A workflow. Made by {@link defineWorkflow}. */
export class Workflow<Input = any, Result = any> {
  readonly name: string
  readonly version: number
  readonly once: boolean
  readonly lease: number
  readonly events: readonly string[]
  readonly accepts: WorkflowOptions<Input>['accepts']
  /** @internal */
  readonly work: WorkflowFunction<Input, Result>
  readonly #before = new Map<string, Hook[]>()
  readonly #after = new Map<string, Hook[]>()

  /** @internal */
  constructor(
    name: string,
    { version = 1, once = false, lease = 30, events = [], accepts }: WorkflowOptions<Input>,
    work: WorkflowFunction<Input, Result>,
  ) {
    this.name = name
    this.version = version
    this.once = once
    this.lease = lease
    this.events = events
    this.accepts = accepts
    this.work = work
  }

  /**
   * Runs a plugin's work before a step, once: in the step's transaction, or for an external step in the one that records
   * that it is about to be called. If it throws, the step fails.
   *
   * @param step the step's name
   * @param options.undo takes it back when the workflow fails later
   * @returns a function that removes the hook
   * @example
   * completeCart.before('authorize payment', ({ input, container }) => container.resolve(Fraud).check(input.cart_id))
   */
  before(step: string, work: HookFunction<Input>, options: { undo?: HookFunction<Input> } = {}): () => void {
    return add(this.#before, step, { work, undo: options.undo })
  }

  /** As {@link before}, after the step: in the transaction that records its result. */
  after(step: string, work: HookFunction<Input>, options: { undo?: HookFunction<Input> } = {}): () => void {
    return add(this.#after, step, { work, undo: options.undo })
  }

  /** @internal */
  hooks(step: string): { before: readonly Hook[]; after: readonly Hook[] } {
    return { before: this.#before.get(step) ?? [], after: this.#after.get(step) ?? [] }
  }
}

function add(hooks: Map<string, Hook[]>, step: string, hook: Hook): () => void {
  hooks.set(step, [...(hooks.get(step) ?? []), hook])
  return () => {
    hooks.set(
      step,
      (hooks.get(step) ?? []).filter((other) => other !== hook),
    )
  }
}

/**
 * Declares a workflow: a plain async function whose steps survive a crash.
 *
 * @param name unique among the shop's workflows
 * @param options see {@link WorkflowOptions}
 * @param work takes the input and `{ step, container, execution_id }`. After a crash it runs again from its beginning, and
 *   finished steps give what they gave: so it must not read the clock, random numbers or the database outside of steps.
 * @example
 * export const completeCart = defineWorkflow('complete-cart', async ({ cart_id }: { cart_id: string }, { step, container }) => {
 *   const stock = container.resolve(StockService)
 *   await step('reserve stock', () => stock.reserve(cart_id), { undo: () => stock.release(cart_id) })
 *   return step('place order', () => container.resolve(OrderService).place(cart_id))
 * })
 */
export function defineWorkflow<Input, Result>(
  name: string,
  work: WorkflowFunction<Input, Result>,
): Workflow<Input, Result>
export function defineWorkflow<Input, Result>(
  name: string,
  options: WorkflowOptions<Input>,
  work: WorkflowFunction<Input, Result>,
): Workflow<Input, Result>
export function defineWorkflow<Input, Result>(
  name: string,
  ...rest: [WorkflowFunction<Input, Result>] | [WorkflowOptions<Input>, WorkflowFunction<Input, Result>]
): Workflow<Input, Result> {
  return rest.length === 1 ? new Workflow(name, {}, rest[0]) : new Workflow(name, rest[0], rest[1])
}
