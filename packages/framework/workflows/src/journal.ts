import { type Database, StoaError } from '@stoa/kernel'

/** An execution as it is stored. */
export interface Execution {
  id: string
  workflow: string
  version: number
  key: string | null
  status: 'running' | 'compensating' | 'done' | 'failed'
  input: unknown
  output: unknown
  error: { type?: string; message: string; code?: string } | null
}

/** A step as it is stored. */
export interface StoredStep {
  name: string
  status: 'started' | 'done' | 'undone'
  result: unknown
}

const COLUMNS = 'id, workflow, version, key, status, input, output, error'

/** How long a host may be silent before another takes its executions over. */
export const LEASE = "interval '30 seconds'"

/** What is written down of executions, one statement each. Only the execution's owner writes. */
export class Journal {
  readonly #database: Database
  readonly #owner: string

  constructor(database: Database, owner: string) {
    this.#database = database
    this.#owner = owner
  }

  /** Begins an execution, unless one is running under the same key. */
  async begin(execution: Pick<Execution, 'id' | 'workflow' | 'version' | 'key' | 'input'>): Promise<boolean> {
    const rows = await this.#database.query(
      `insert into stoa_workflows.execution (id, workflow, version, key, input, owner, lease_expires_at)
       values ($1, $2, $3, $4, $5::jsonb, $6, now() + ${LEASE})
       on conflict (workflow, key) where status in ('running', 'compensating') do nothing returning id`,
      [
        execution.id,
        execution.workflow,
        execution.version,
        execution.key,
        JSON.stringify(execution.input ?? null),
        this.#owner,
      ],
      { name: 'workflow_begin' },
    )
    return rows.length === 1
  }

  /** The execution that runs under a key. */
  async running(workflow: string, key: string): Promise<Execution | undefined> {
    const [row] = await this.#database.query<Execution>(
      `select ${COLUMNS} from stoa_workflows.execution where workflow = $1 and key = $2 and status in ('running', 'compensating')`,
      [workflow, key],
    )
    return row
  }

  async find(id: string): Promise<Execution | undefined> {
    const [row] = await this.#database.query<Execution>(
      `select ${COLUMNS} from stoa_workflows.execution where id = $1`,
      [id],
    )
    return row
  }

  async steps(id: string): Promise<StoredStep[]> {
    return this.#database.query<StoredStep>(
      'select name, status, result from stoa_workflows.step where execution_id = $1 order by ordering',
      [id],
    )
  }

  /** Takes over executions whose host has fallen silent, of the workflows this host knows. */
  async takeOver(workflows: readonly string[], limit = 10): Promise<Execution[]> {
    return this.#database.query<Execution>(
      `update stoa_workflows.execution set owner = $1, lease_expires_at = now() + ${LEASE}
       where id in (
         select id from stoa_workflows.execution
         where status in ('running', 'compensating') and lease_expires_at < now() and workflow = any($2::text[])
         order by lease_expires_at limit ${limit} for update skip locked)
       returning ${COLUMNS}`,
      [this.#owner, workflows],
    )
  }

  async renew(ids: readonly string[]): Promise<void> {
    await this.#database.query(
      `update stoa_workflows.execution set lease_expires_at = now() + ${LEASE}
       where id = any($1::text[]) and owner = $2 and status in ('running', 'compensating')`,
      [ids, this.#owner],
    )
  }

  /** Gives running executions to whoever comes first, when this host stops. */
  async letGo(ids: readonly string[]): Promise<void> {
    await this.#database.query(
      `update stoa_workflows.execution set lease_expires_at = now() where id = any($1::text[]) and owner = $2`,
      [ids, this.#owner],
    )
  }

  /**
   * Writes down a step.
   *
   * @throws StoaError `conflict` if another host has taken the execution over: what this one does then must not count
   */
  async record(id: string, name: string, status: StoredStep['status'], result?: unknown): Promise<void> {
    const rows = await this.#database.query(
      `insert into stoa_workflows.step (execution_id, name, status, result)
       select id, $2, $3, $4::jsonb from stoa_workflows.execution where id = $1 and owner = $5 for share
       on conflict (execution_id, name) do update set status = excluded.status, result = coalesce(excluded.result, step.result)
       returning name`,
      [id, name, status, result === undefined ? null : JSON.stringify(result), this.#owner],
      { name: 'workflow_step' },
    )
    if (rows.length === 0)
      throw new StoaError('conflict', `Execution ${id} has been taken over by another host.`, { code: LOST })
  }

  async compensating(id: string, error: Execution['error']): Promise<void> {
    await this.#database.query(
      `update stoa_workflows.execution set status = 'compensating', error = $2::jsonb where id = $1 and owner = $3`,
      [id, JSON.stringify(error), this.#owner],
    )
  }

  async finish(id: string, status: 'done' | 'failed', output?: unknown): Promise<void> {
    await this.#database.query(
      `update stoa_workflows.execution set status = $2, output = $3::jsonb, finished_at = now() where id = $1 and owner = $4`,
      [id, status, output === undefined ? null : JSON.stringify(output), this.#owner],
      { name: 'workflow_finish' },
    )
  }
}

/** The code of the error by which a host learns that an execution is no longer its own. */
export const LOST = 'execution_lost'
