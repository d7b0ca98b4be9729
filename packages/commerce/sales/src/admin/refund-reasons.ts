import { listQuery, moments, nullable, type StoaServer, words } from '@stoa/http'
import { PaymentService } from '@stoa/payment'
import { fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'

const filters = { id: words(), q: Type.String(), ...moments() }

/** Its other routes take the parameters of the list, too; they have nothing to choose from. */
const querystring = listQuery({ default_limit: 15, filters })

const strict = { additionalProperties: false }

const reason = Type.Object(
  { label: Type.String(), code: Type.String(), description: Type.Optional(nullable(Type.String())) },
  strict,
)

/** Why money is given back, as the admin keeps the reasons. */
export async function adminRefundReasons(app: StoaServer): Promise<void> {
  const payments = app.container.resolve(PaymentService)
  const reasons = resource(app, {
    path: '/admin/refund-reasons',
    entity: 'refund_reason',
    fields: fieldRules('id label code description created_at updated_at deleted_at'),
    querystring,
  })
  reasons.list({ default_limit: 15, filters })
  reasons.retrieve()
  reasons.create(reason, (body) => payments.createRefundReasons(body))
  reasons.update(Type.Partial(reason, strict), (body, _request, id) =>
    payments.updateRefundReasons({ ...body, id }),
  )
  reasons.delete((id) => payments.softDeleteRefundReasons(id), { querystring })
}
