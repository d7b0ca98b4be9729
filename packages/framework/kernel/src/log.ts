/**
 * Takes what goes wrong in the background. The signature is met by most loggers with a small wrapper.
 *
 * @param message what happened
 * @param fields `error` where there is one, and what else identifies the case
 */
export type Log = (message: string, fields: Record<string, unknown>) => void
