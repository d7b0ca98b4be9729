import { defineField } from '@stoa/query'
import { accountsLinks } from './links.ts'

/** What the accounts add to the graph. */
export const accountsGraph = [
  ...accountsLinks,
  // What is stored of a secret token is its hash, which is of no use to anybody.
  defineField(
    'api_key',
    'token',
    (key) => `case when ${key}.type = 'secret' then ${key}.redacted else ${key}.token end`,
  ),
]
