import { defineLink, linkMigration } from '@stoa/query'

/** Which sales channels a publishable key opens. */
export const publishableKeySalesChannel = defineLink({
  table: 'publishable_api_key_sales_channel',
  left: { entity: 'api_key', key: 'publishable_key_id', field: 'sales_channels', many: true },
  right: { entity: 'sales_channel', key: 'sales_channel_id', field: 'publishable_api_keys', many: true },
})

export const accountsLinks = [publishableKeySalesChannel]

export const accountsMigrations = [linkMigration('accounts/20261123_links', accountsLinks)]
