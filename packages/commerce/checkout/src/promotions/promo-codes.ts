import { StoaError } from '@stoa/kernel'

/** What a buyer does to the codes of a cart. */
export interface PromoCodeChange {
  add?: readonly string[]
  remove?: readonly string[]
  /** In place of all the cart has. */
  replace?: readonly string[]
}

/** The codes a cart has after a change, each once. */
export function nextCodes(
  held: readonly string[],
  { add = [], remove = [], replace }: PromoCodeChange = {},
): string[] {
  const gone = new Set(remove)
  return [...new Set([...(replace ?? held), ...add])].filter((code) => !gone.has(code))
}

/** @throws StoaError `invalid_data` for codes that are asked for and belong to no active promotion */
export function assertKnown(
  active: readonly { code: string }[],
  { add = [], replace = [] }: PromoCodeChange = {},
): void {
  const known = new Set(active.map(({ code }) => code))
  const unknown = [...add, ...replace].filter((code) => !known.has(code))
  if (unknown.length > 0) {
    const [noun, verb] = unknown.length === 1 ? ['code', 'is'] : ['codes', 'are']
    throw new StoaError('invalid_data', `The promotion ${noun} ${unknown.join(', ')} ${verb} invalid.`)
  }
}
