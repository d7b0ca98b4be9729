// One host of the experiment: the whole stack, a bank to pay at, and subscribers whose effects are counted.
import { defineConfig, readEnvironment, startHost } from '@stoa/host'
import { Database, provide } from '@stoa/kernel'
import { PaymentProviders, SystemPaymentProvider } from '@stoa/payment'
import { BankProvider } from './bank-provider.ts'
import { isPoison } from './poison.ts'

const { BANK_URL = '', PORT = '' } = process.env

const config = defineConfig({
  providers: [
    provide(
      PaymentProviders,
      () => new PaymentProviders([new SystemPaymentProvider(), new BankProvider(BANK_URL)]),
    ),
  ],
  subscribers: [
    {
      name: 'chaos.count',
      event: 'order.placed',
      handler: ({ data }, { container }) =>
        container
          .resolve(Database)
          .query(`insert into chaos.effect (subscriber, order_id) values ('count', $1)`, [data.id]),
    },
    {
      name: 'chaos.poisoned',
      event: 'order.placed',
      attempts: 3,
      retry_delay: 200,
      handler: async ({ data }, { container }) => {
        await container
          .resolve(Database)
          .query(`insert into chaos.effect (subscriber, order_id) values ('poisoned', $1)`, [data.id])
        if (isPoison(data.id)) throw new Error('This order makes me sick.')
      },
    },
  ],
})

const { options } = await readEnvironment(process.env, process.cwd())
const host = await startHost({ ...options, config })
await host.app.listen({ port: Number(PORT), host: '127.0.0.1' })
process.on('SIGTERM', () => void host.stop().then(() => process.exit()))
