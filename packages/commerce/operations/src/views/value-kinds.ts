import type { Query } from '@stoa/query'

type Kind = NonNullable<ReturnType<ReturnType<Query['graph']['node']>['columns']['get']>>['kind']

/** How the admin treats values of one kind. */
interface Treatment {
  data_type: string
  render_mode: string
  operators: readonly string[]
}

const COMPARISONS = ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte'] as const

/** By the kind of the column. */
export const treatments: Readonly<Record<Kind, Treatment>> = {
  text: {
    data_type: 'string',
    render_mode: 'text',
    operators: ['$eq', '$ne', '$in', '$nin', '$like', '$ilike'],
  },
  number: { data_type: 'number', render_mode: 'number', operators: [...COMPARISONS, '$in', '$nin'] },
  bignumber: { data_type: 'number', render_mode: 'number', operators: [...COMPARISONS] },
  boolean: { data_type: 'boolean', render_mode: 'boolean', operators: ['$eq', '$ne'] },
  datetime: { data_type: 'date', render_mode: 'datetime', operators: [...COMPARISONS] },
  json: { data_type: 'object', render_mode: 'json', operators: [] },
}

/** Ids are for machines; an order's `display_id` is for people. */
const ID = /^(?!.*display_id$)(.*_)?id$/

const NAMED: readonly (readonly [RegExp, string])[] = [
  [/(^|_)status$/, 'status'],
  [ID, 'id'],
  [/(^|_)email$/, 'email'],
  [/(^|_)phone$/, 'phone'],
  [/country_code$/, 'country_code'],
  [/(thumbnail|image|_url)$/, 'image'],
]

/** How a value of this name is shown, where its name says more than its kind. */
export const renderModeOf = (name: string): string | undefined =>
  NAMED.find(([pattern]) => pattern.test(name))?.[1]

/** What kind of thing a value of this name and kind is. */
export function categoryOf(name: string, kind: Kind | undefined): string {
  if (ID.test(name)) return 'identifier'
  if (kind === 'datetime') return 'timestamp'
  if (/(^|_)status$/.test(name)) return 'status'
  if (kind === 'json') return 'metadata'
  return kind === 'number' || kind === 'bignumber' ? 'metric' : 'field'
}
