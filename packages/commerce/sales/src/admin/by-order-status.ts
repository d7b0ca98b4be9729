import type { Filters } from '@stoa/query'

/** Exchanges and claims have no status of their own: the wire's is that of their order. */
export const byOrderStatus = ({ status, ...others }: Filters): Filters =>
  status === undefined ? others : { ...others, order: { status } }
