/** The kinds of failure a caller can tell apart. HTTP maps each to one status. */
export const errorTypes = [
  'invalid_data',
  'not_found',
  'not_allowed',
  'unauthorized',
  'forbidden',
  'conflict',
  'duplicate_error',
  'payment_authorization_error',
  'unexpected_state',
] as const

/** One of {@link errorTypes}. */
export type StoaErrorType = (typeof errorTypes)[number]

/**
 * The one error that Stoa's packages throw on purpose. Its message is meant for the person who made the call: it names
 * the value that was wrong and what to do about it.
 *
 * @example
 * throw new StoaError('not_found', `Product ${id} was not found.`)
 */
export class StoaError extends Error {
  override readonly name = 'StoaError'
  readonly type: StoaErrorType
  /** A machine-readable refinement of `type`, such as `insufficient_inventory`. */
  readonly code: string | undefined

  constructor(type: StoaErrorType, message: string, options: { code?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.type = type
    this.code = options.code
  }

  /**
   * Whether a value is a StoaError, also one thrown by another installed copy of this package.
   *
   * @param value anything that was caught
   */
  static is(value: unknown): value is StoaError {
    return value instanceof Error && value.name === 'StoaError' && 'type' in value
  }
}
