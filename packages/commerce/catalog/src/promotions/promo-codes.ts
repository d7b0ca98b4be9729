import { type Container, StoaError } from '@stoa/kernel'
import { PromotionService } from '@stoa/promotion'
import type { HeldPromotion } from './promoted-sale.ts'

/** What is done to the codes of a sale. */
export interface PromoCodeChange {
  add?: readonly string[]
  remove?: readonly string[]
  /** In place of all it has. */
  replace?: readonly string[]
}

/** The codes a sale has after a change, each once. */
export function nextCodes(
  held: readonly string[],
  { add = [], remove = [], replace }: PromoCodeChange = {},
): string[] {
  const gone = new Set(remove)
  return [...new Set([...(replace ?? held), ...add])].filter((code) => !gone.has(code))
}

/**
 * The active promotions with these codes.
 *
 * @throws StoaError `invalid_data` for codes that belong to none
 */
export async function promotionsByCode(
  container: Container,
  codes: readonly string[],
): Promise<HeldPromotion[]> {
  if (codes.length === 0) return []
  const active = await container.resolve(PromotionService).findActive(codes)
  assertKnown(active, { add: codes })
  return active.filter(({ code }) => codes.includes(code))
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
