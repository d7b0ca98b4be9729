import { StoaError, type StoaErrorType } from '@stoa/kernel'

/** An error as an execution keeps it. */
export interface Failure {
  name: string
  message: string
  type?: StoaErrorType
  code?: string
}

export function toFailure(error: unknown): Failure {
  if (StoaError.is(error)) {
    const { name, message, type, code } = error
    return { name, message, type, ...(code === undefined ? {} : { code }) }
  }
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) }
}

/** The error again, for those who did not see it happen. */
export function fromFailure({ name, message, type, code }: Failure): Error {
  if (type) return new StoaError(type, message, code === undefined ? {} : { code })
  return Object.assign(new Error(message), { name })
}
