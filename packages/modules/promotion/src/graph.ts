import { defineSearch } from '@stoa/query'

/** What queries may search for. */
export const graph = [defineSearch('promotion', ['code']), defineSearch('campaign', ['name', 'description'])]
