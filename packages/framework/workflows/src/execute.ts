import { type Container, Database, StoaError } from '@stoa/kernel'
import type { Hook, Step, StepOptions, Workflow } from './define-workflow.ts'
import { type Execution, type Journal, LOST, type StoredStep } from './journal.ts'

interface Finished {
  name: string
  result: unknown
  options: StepOptions<any>
}

/** What is thrown when a compensating execution has been replayed up to where it failed. */
class EndOfReplay extends Error {}

/**
 * Runs an execution to its end: finished steps give what they gave before, the rest is done now, and if one fails those
 * before it are undone in reverse.
 *
 * @throws what failed, after everything has been undone
 */
export async function execute<Input, Output>(
  container: Container,
  journal: Journal,
  workflow: Workflow<Input, Output>,
  execution: Execution,
  stored: readonly StoredStep[],
): Promise<Output> {
  const finished: Finished[] = []
  const context = {
    step: stepsOf(container, journal, workflow, execution, stored, finished),
    container,
    execution_id: execution.id,
  }
  try {
    const output = await workflow.work(execution.input as Input, context)
    await journal.finish(execution.id, 'done', output ?? null)
    return output
  } catch (error) {
    if (StoaError.is(error) && error.code === LOST) throw error
    const cause = error instanceof EndOfReplay ? fromStored(execution.error) : error
    if (execution.status !== 'compensating') await journal.compensating(execution.id, toStored(cause))
    await undo(container, journal, execution.id, finished, stored)
    await journal.finish(execution.id, 'failed')
    throw cause
  }
}

function stepsOf(
  container: Container,
  journal: Journal,
  workflow: Workflow<any, any>,
  execution: Execution,
  stored: readonly StoredStep[],
  finished: Finished[],
): Step {
  const database = container.resolve(Database)
  const done = new Map(stored.filter(({ status }) => status !== 'started').map((step) => [step.name, step]))
  return async (name, work, options = {}) => {
    if (finished.some((step) => step.name === name)) {
      throw new StoaError('unexpected_state', `Workflow ${workflow.name} has two steps named ${name}.`)
    }
    const before = done.get(name)
    if (before) {
      finished.push({ name, result: before.result, options })
      return before.result as never
    }
    if (execution.status === 'compensating') throw new EndOfReplay()
    const call = () => work({ idempotency_key: `${execution.id}/${name}` })
    const around = (hooks: Map<string, Hook[]>, result?: unknown) =>
      inTurn(hooks.get(name), { container, execution_id: execution.id, result })
    const local = async () => {
      await around(workflow.hooks.before)
      const value = plain(await call())
      await around(workflow.hooks.after, value)
      await journal.record(execution.id, name, 'done', value)
      return value
    }
    const external = async () => {
      await journal.record(execution.id, name, 'started')
      await around(workflow.hooks.before)
      const value = plain(await call())
      finished.push({ name, result: value, options })
      await journal.record(execution.id, name, 'done', value)
      await around(workflow.hooks.after, value)
      return value
    }
    if (options.external) return (await external()) as never
    const value = await database.transaction(local)
    finished.push({ name, result: value, options })
    return value as never
  }
}

async function inTurn(hooks: readonly Hook[] = [], context: Parameters<Hook>[0]): Promise<void> {
  for (const hook of hooks) await hook(context)
}

async function undo(
  container: Container,
  journal: Journal,
  id: string,
  finished: readonly Finished[],
  stored: readonly StoredStep[],
): Promise<void> {
  const undone = new Set(stored.filter(({ status }) => status === 'undone').map(({ name }) => name))
  for (const { name, result, options } of [...finished].reverse()) {
    if (!options.undo || undone.has(name)) continue
    const takeBack = async () => {
      await options.undo?.(result, { idempotency_key: `${id}/${name}/undo` })
      await journal.record(id, name, 'undone')
    }
    if (options.external) await takeBack()
    else await container.resolve(Database).transaction(takeBack)
  }
}

/** A result as it will read after a crash: what JSON keeps of it. */
const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)))

const toStored = (error: unknown): Execution['error'] => ({
  ...(StoaError.is(error) ? { type: error.type, ...(error.code ? { code: error.code } : {}) } : {}),
  message: error instanceof Error ? error.message : String(error),
})

/** A failure that was stored, as it was thrown. */
export function fromStored(error: Execution['error']): Error {
  const { type, message, code } = error ?? { message: 'The workflow failed.' }
  return type ? new StoaError(type as never, message, code ? { code } : {}) : new Error(message)
}
