import type { Container } from '@stoa/kernel'
import { Query, type ResultRow } from '@stoa/query'
import { orderOfChangeFields } from '../admin/return-fields.ts'

/** An order as answers show it that begin a return, an exchange or a claim of it. */
export const readOrderOfChange = (container: Container, orderId: string): Promise<ResultRow> =>
  container.resolve(Query).retrieve('order', orderId, { fields: orderOfChangeFields.defaults })
