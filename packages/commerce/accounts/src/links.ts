import { defineLink, linkMigration } from '@stoa/query'

/** Which sales channels a publishable key opens. */
export const publishableKeySalesChannel = defineLink({
  table: 'publishable_api_key_sales_channel',
  left: { entity: 'api_key', key: 'publishable_key_id', field: 'sales_channels', many: true },
  right: { entity: 'sales_channel', key: 'sales_channel_id', field: 'publishable_api_keys', many: true },
})

/** Which roles a user has. One without any may do everything. */
export const userRbacRole = defineLink({
  table: 'user_rbac_role',
  left: { entity: 'user', key: 'user_id', field: 'rbac_roles', many: true },
  right: { entity: 'rbac_role', key: 'rbac_role_id', field: 'users', many: true },
})

/** Which roles somebody has once they accept the invite. */
export const inviteRbacRole = defineLink({
  table: 'invite_rbac_role',
  left: { entity: 'invite', key: 'invite_id', field: 'rbac_roles', many: true },
  // Nothing leads from a role to invites: whoever reads one can accept it.
  right: { entity: 'rbac_role', key: 'rbac_role_id' },
})

const keyLinks = [publishableKeySalesChannel]
const roleLinks = [userRbacRole, inviteRbacRole]

export const accountsLinks = [...keyLinks, ...roleLinks]

export const accountsMigrations = [
  linkMigration('accounts/20261123_links', keyLinks),
  linkMigration('accounts/20261125_role_links', roleLinks),
]
