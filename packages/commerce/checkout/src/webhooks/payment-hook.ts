import { Events } from '@stoa/events'
import type { StoaServer } from '@stoa/http'
import { Database, StoaError } from '@stoa/kernel'
import { PaymentProviders, PaymentService } from '@stoa/payment'
import { Type } from 'typebox'
import { WEBHOOK_RECEIVED, type WebhookReceived } from './webhook-received.ts'

const params = Type.Object({ provider: Type.String() })

/**
 * Where payment providers tell us what happened. What is authentic is written down and answered at once; what follows from
 * it is the subscriber's, who tries again until it is done.
 */
export async function paymentHook(app: StoaServer): Promise<void> {
  app.post(
    '/hooks/payment/:provider',
    {
      schema: { params },
      config: { auth: false, publishable_key: false, raw_body: true, idempotency: false },
    },
    async (request, reply) => {
      const { container, headers, raw_body } = request
      const provider_id = `pp_${request.params.provider}`
      if (!container.resolve(PaymentProviders).has(provider_id)) {
        throw new StoaError('not_found', `There is no payment provider ${request.params.provider}.`)
      }
      const happened = await container
        .resolve(PaymentService)
        .getWebhookActionAndData(provider_id, { raw_body: raw_body ?? Buffer.alloc(0), headers })
      if (happened.action !== 'not_supported') {
        const data: WebhookReceived = { provider_id, ...happened, amount: happened.amount.toFixed() }
        await container
          .resolve(Database)
          .transaction(() =>
            container.resolve(Events).emit(WEBHOOK_RECEIVED, data, { subject: happened.session_id }),
          )
      }
      return reply.code(200).send()
    },
  )
}
