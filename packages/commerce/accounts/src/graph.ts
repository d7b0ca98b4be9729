import { defineField, defineRelation, defineView } from '@stoa/query'
import { accountsLinks } from './links.ts'
import { inviteToken } from './roles/invite-token.ts'

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
  defineField('invite', 'token', inviteToken),
  // That a user has a role, as the wire lists it. Its id keeps pages apart: neither column does so alone.
  defineView({
    entity: 'user_rbac_role',
    sql: `select user_id || ':' || rbac_role_id as id, user_id, rbac_role_id, created_at from stoa_link.user_rbac_role`,
    columns: { id: 'text', user_id: 'text', rbac_role_id: 'text', created_at: 'datetime' },
  }),
  defineRelation({
    entity: 'user_rbac_role',
    name: 'user',
    target: 'user',
    many: false,
    join: (membership, user) => ({
      from: `stoa_user."user" ${user}`,
      where: [`${user}.id = ${membership}.user_id`],
    }),
  }),
  defineRelation({
    entity: 'user_rbac_role',
    name: 'rbac_role',
    target: 'rbac_role',
    many: false,
    join: (membership, role) => ({
      from: `stoa_rbac.rbac_role ${role}`,
      where: [`${role}.id = ${membership}.rbac_role_id`],
    }),
  }),
]
