import { defineSearch } from '@stoa/query'

/** What queries may search for. */
export const graph = [defineSearch('sales_channel', ['name', 'description'])]
