import { listQuery, type StoaServer } from '@stoa/http'
import { fieldRules, sendList } from '@stoa/rest'
import { Type } from 'typebox'

const paymentProviderFields = fieldRules('id is_enabled', '')

const querystring = Type.Object({
  ...listQuery({ default_limit: 20, filters: {}, logical: false }).properties,
  region_id: Type.String(),
})

/** With what a buyer can pay. */
export async function storePaymentProviders(app: StoaServer): Promise<void> {
  app.get('/store/payment-providers', { schema: { querystring } }, (request, reply) =>
    sendList(request, reply, {
      entity: 'payment_provider',
      key: 'payment_providers',
      fields: paymentProviderFields,
      filters: { is_enabled: true, regions: { id: request.query.region_id } },
    }),
  )
}
