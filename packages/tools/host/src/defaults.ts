import { publishableKeySalesChannel } from '@stoa/accounts'
import { ApiKeyService } from '@stoa/api-key'
import { type Container, Database } from '@stoa/kernel'
import { PaymentService } from '@stoa/payment'
import { createLinks } from '@stoa/query'
import { SalesChannelService } from '@stoa/sales-channel'
import { StoreService } from '@stoa/store'

/** An arbitrary number all hosts agree on: whoever holds this lock makes the first rows. */
export const FIRST_ROWS_LOCK = 7_863_003

/**
 * Gives a new shop what every shop needs: a store, a sales channel, a publishable key that opens it, a refund reason. A
 * shop that has or had a store is left as it is. Hosts that start at once make one set.
 */
export async function createDefaults(container: Container): Promise<void> {
  const database = container.resolve(Database)
  if (await hasStore(database)) return
  await database.transaction(async () => {
    await database.query('select pg_advisory_xact_lock($1)', [FIRST_ROWS_LOCK])
    if (await hasStore(database)) return
    const channel = await container
      .resolve(SalesChannelService)
      .createSalesChannels({ name: 'Default Sales Channel', description: 'Created with the shop' })
    await container.resolve(StoreService).createStores({
      name: 'Stoa Store',
      default_sales_channel_id: channel.id,
      supported_currencies: [{ currency_code: 'eur', is_default: true }],
    } as never)
    const [key] = await container
      .resolve(ApiKeyService)
      .issueApiKeys([{ title: 'Default Publishable API Key', type: 'publishable', created_by: '' }])
    await createLinks(database, publishableKeySalesChannel, [
      { publishable_key_id: key?.id, sales_channel_id: channel.id },
    ])
    await container.resolve(PaymentService).createRefundReasons({
      label: 'Customer Care Adjustment',
      code: 'customer_care_adjustment',
      description: 'Given back as a courtesy or to put something right',
    } as never)
  })
}

async function hasStore(database: Database): Promise<boolean> {
  return (await database.query('select from stoa_store.store limit 1')).length > 0
}
