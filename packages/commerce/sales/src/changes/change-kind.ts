import type { Container } from '@stoa/kernel'
import { type OpenChange, OrderService } from '@stoa/order'
import { transaction } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { carryPromotions } from './carry-promotions.ts'

/** A kind of change of an order, as its routes deal with it. */
export interface ChangeKind {
  /** The order that a change is of, by the id in the path. */
  order(container: Container, id: string): Promise<string>
  /**
   * Locks the order, and finds the open change that the id in the path stands for.
   *
   * @throws StoaError `not_found`
   */
  lock(container: Container, id: string): Promise<OpenChange>
  /** What follows from a step, once it is done. Default: what promotions take off, where they are carried over. */
  follow?(container: Container, change: OpenChange): Promise<unknown>
  /** What its routes answer with: among others the order as it would become. */
  answer(request: FastifyRequest, change: OpenChange): Promise<Record<string, unknown>>
}

export const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id

/** One step of a change: all of it in one transaction, answered with what the order would become. */
export function changeStep(
  request: FastifyRequest,
  kind: ChangeKind,
  work: (change: OpenChange) => Promise<unknown>,
): Promise<Record<string, unknown>> {
  return transaction(request, async () => {
    const change = await kind.lock(request.container, idOf(request))
    const { container } = request
    // A step may take out lines of which something is said.
    if (change.carries_promotions) await container.resolve(OrderService).forgetDiscountsOfChange(change)
    await work(change)
    await (kind.follow ?? carryPromotions)(container, change)
    return kind.answer(request, change)
  })
}
