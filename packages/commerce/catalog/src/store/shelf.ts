import type { Filters } from '@stoa/query'
import type { FastifyRequest } from 'fastify'
import { visibleChannels } from '../pricing-context.ts'

/** What is published, and in a channel the asker's key opens. Anything else does not exist for a store. */
export const onTheShelf = (request: FastifyRequest): Filters => ({
  status: 'published',
  sales_channels: { id: visibleChannels(request) },
})

/** Stores show only categories that are active and not internal. */
export const shownCategories: Filters = { is_active: true, is_internal: false }
