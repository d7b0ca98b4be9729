import { AsyncLocalStorage } from 'node:async_hooks'
import { TransactionPropagation } from '@mikro-orm/core'
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { CompiledQuery, type Transaction as KyselyTransaction } from 'kysely'
import type { Pool } from 'pg'
import { explain } from './constraint-errors.ts'
import { isLostRace, type LostRaceListener, untilWon } from './lost-race.ts'
import { PreparedNames } from './prepared-names.ts'
import { marked, type StatementListener, type StatementOptions } from './statements.ts'

interface OpenTransaction {
  afterCommit: (() => void)[]
  /** Whether it has been committed or rolled back: code that was started in it and not awaited may still ask. */
  over: boolean
  /** The first statement that failed in it, also if somebody caught that. */
  failure?: unknown
}

/** How a transaction is run. */
export interface TransactionOptions {
  /**
   * How often it is run at most if it deadlocks with another or cannot be serialized. Default: 4; 1 for work that has other
   * effects than those in the database, and must not be run again.
   */
  attempts?: number
}

/** The one PostgreSQL database of all started modules, and the unit of work they share. */
export class Database {
  readonly orm: MikroORM
  /** The connections. For what needs one of its own, such as LISTEN; everything else goes through the methods here. */
  readonly pool: Pool
  readonly #listeners: Set<StatementListener>
  readonly #beforeCommit = new Set<() => Promise<void>>()
  readonly #lostRace = new Set<LostRaceListener>()
  readonly #prepared = new PreparedNames()
  readonly #open = new AsyncLocalStorage<OpenTransaction>()

  /** @internal made by {@link startModules} */
  constructor(orm: MikroORM, pool: Pool, listeners: Set<StatementListener>) {
    this.orm = orm
    this.pool = pool
    this.#listeners = listeners
  }

  /** The entity manager of the open transaction, or a fresh one where none is open. */
  get em(): EntityManager {
    return this.#current ? (this.orm.em.getContext() as EntityManager) : (this.orm.em.fork() as EntityManager)
  }

  /** Whether the code that asks runs inside {@link transaction}. */
  get inTransaction(): boolean {
    return this.#open.getStore()?.over === false
  }

  /** @throws if the transaction in which the asking code was started is over */
  get #current(): OpenTransaction | undefined {
    const open = this.#open.getStore()
    if (open?.over) {
      throw new Error('The transaction of this call is over. Await every call made inside transaction().')
    }
    return open
  }

  /**
   * Runs `work` as one transaction that every service joins: all of it is committed, or none. Inside an open
   * transaction it joins that one. Statements of one transaction run one after the other, so do not start several
   * service calls at once in it.
   *
   * If it deadlocks with another transaction, or cannot be serialized, it is rolled back and `work` is run again, after a
   * short random pause: so `work` begins anew each time, and has no effects but those in the database. Only the outermost
   * transaction is run again.
   *
   * @param work what belongs together
   * @param options.attempts how often it is run at most, of the outermost transaction. Default: 4
   * @returns what `work` returns, after the commit
   * @throws whatever `work` throws, after everything has been rolled back; StoaError `conflict` if the last attempt
   *   deadlocked or could not be serialized
   * @example
   * await database.transaction(async () => {
   *   const [product] = await products.createProducts([{ title: 'Mug', handle: 'mug' }])
   *   await pricing.createPriceSets([{ prices: [{ currency_code: 'eur', amount: 12 }] }])
   * })
   */
  async transaction<Result>(
    work: () => Promise<Result>,
    { attempts }: TransactionOptions = {},
  ): Promise<Result> {
    const open = this.#current
    if (open) return noting(open, work())
    return untilWon(() => this.#transaction(work), this.#lostRace, attempts).catch(explain)
  }

  async #transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    const open: OpenTransaction = { afterCommit: [], over: false }
    const whole = async () => {
      const result = await work()
      for (const listener of this.#beforeCommit) await listener()
      if (open.failure) await this.#refuseAborted(open.failure)
      return result
    }
    const result = await this.#open
      .run(open, () =>
        this.orm.em.fork().transactional(whole, { propagation: TransactionPropagation.REQUIRED }),
      )
      .catch((error) => {
        // Whoever caught it met "current transaction is aborted" next, or threw an error of their own.
        throw isLostRace(open.failure) ? open.failure : error
      })
      .finally(() => {
        open.over = true
      })
    for (const callback of open.afterCommit) callback()
    return result
  }

  /** After a failure PostgreSQL answers `commit` by rolling back, without an error: unless there was a savepoint. */
  async #refuseAborted(failure: unknown): Promise<void> {
    await this.query('select 1').catch(() => {
      throw failure
    })
  }

  /**
   * Calls a listener at the end of every transaction, while it is still open: what it writes is committed with it, and if
   * it throws, nothing is.
   *
   * @returns a function that ends it
   */
  beforeCommit(listener: () => Promise<void>): () => void {
    this.#beforeCommit.add(listener)
    return () => this.#beforeCommit.delete(listener)
  }

  /**
   * Runs a callback once the open transaction has committed, or at once where none is open. It is a hint and no
   * guarantee: if the process dies in between, it never runs.
   */
  afterCommit(callback: () => void): void {
    const open = this.#current
    if (open) open.afterCommit.push(callback)
    else callback()
  }

  /**
   * Sends one SQL statement, in the open transaction if there is one. What services wrote before is visible to it:
   * they flush before they return. Outside it is a transaction by itself, and run again as {@link transaction} is.
   *
   * @param text SQL with `$1 …` placeholders
   * @param values the placeholders' values
   * @param options whether it is prepared, and what becomes of JSON in it
   * @returns the rows
   */
  async query<QueryRow extends object = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
    options: StatementOptions = {},
  ): Promise<QueryRow[]> {
    const { name = options.prepare ? this.#prepared.nameOf(text) : undefined, json } = options
    const statement = marked(text, { ...(name ? { name } : {}), ...(json ? { json } : {}) })
    const open = this.#current
    if (!open) {
      const send = () => this.pool.query<QueryRow>(statement, values as unknown[])
      return (await untilWon(send, this.#lostRace).catch(explain)).rows
    }
    const transaction = this.em.getTransactionContext() as KyselyTransaction<unknown>
    const compiled = CompiledQuery.raw(statement, values as unknown[])
    return (await noting(open, transaction.executeQuery<QueryRow>(compiled))).rows
  }

  /**
   * Calls a listener whenever a transaction or statement lost a race against another.
   *
   * @returns a function that ends it
   */
  onLostRace(listener: LostRaceListener): () => void {
    this.#lostRace.add(listener)
    return () => this.#lostRace.delete(listener)
  }

  /**
   * Calls a listener with the text of every statement from now on.
   *
   * @returns a function that ends it
   */
  onStatement(listener: StatementListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/** Remembers that something failed in a transaction. */
async function noting<Result>(open: OpenTransaction, work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    open.failure ??= error
    throw error
  }
}
