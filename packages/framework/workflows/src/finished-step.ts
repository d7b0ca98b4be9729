import type { Hook, HookContext } from './definition.ts'
import type { StepIdentity, StepOptions } from './step.ts'

/** A step that can be taken back. */
export interface FinishedStep {
  name: string
  external: boolean
  /** In the order in which they are to be called. */
  undos: (() => Promise<unknown> | unknown)[]
}

/** @returns undefined where neither the step nor its hooks bring an undo */
export function finishedStep(
  name: string,
  { undo, external = false }: StepOptions<any>,
  hooks: { before: readonly Hook[]; after: readonly Hook[] },
  context: HookContext,
): FinishedStep | undefined {
  const { execution_id, idempotency_key, result } = context
  const step: StepIdentity = { execution_id, idempotency_key }
  const undosOf = (list: readonly Hook[]) =>
    list.flatMap((hook) => (hook.undo ? [() => hook.undo?.(context)] : [])).reverse()
  const undos = [
    ...undosOf(hooks.after),
    ...(undo ? [() => undo(result, step)] : []),
    ...undosOf(hooks.before),
  ]
  return undos.length > 0 ? { name, external, undos } : undefined
}
