import type { StoaServer } from '@stoa/http'
import { fieldRules, resource } from '@stoa/rest'
import { returnReasonFields } from '../return-reason-fields.ts'

/** Why a buyer may send something back. */
export async function storeReturnReasons(app: StoaServer): Promise<void> {
  const reasons = resource(app, {
    path: '/store/return-reasons',
    entity: 'return_reason',
    fields: fieldRules(returnReasonFields, ''),
  })
  reasons.list({ default_limit: 20, filters: {}, logical: false })
  reasons.retrieve()
}
