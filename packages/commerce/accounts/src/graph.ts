import { defineField } from '@stoa/query'
import { accountsLinks } from './links.ts'

/** What the accounts add to the graph. */
export const accountsGraph = [
  ...accountsLinks,
  // By which providers a user signs in.
  defineField(
    'user',
    'auth_providers',
    (user) => `(select coalesce(json_agg(distinct login.provider), '[]')
      from stoa_auth.auth_identity identity
      join stoa_auth.provider_identity login on login.auth_identity_id = identity.id and login.deleted_at is null
      where identity.app_metadata @> jsonb_build_object('user_id', ${user}.id) and identity.deleted_at is null)`,
  ),
  // What is stored of a secret token is its hash, which is of no use to anybody.
  defineField(
    'api_key',
    'token',
    (key) => `case when ${key}.type = 'secret' then ${key}.redacted else ${key}.token end`,
  ),
]
