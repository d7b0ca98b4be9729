import type { Bank } from './bank.ts'
import type { Buyers } from './buyers.ts'
import type { Happened } from './disturbances.ts'
import type { Line } from './tally.ts'

/** What was done, and what came of it, as Markdown. */
export function report({
  happened,
  lines,
  bank,
  buyers,
  seconds,
}: {
  happened: Happened
  lines: readonly Line[]
  bank: Bank
  buyers: Buyers
  seconds: number
}): string {
  const orders = lines.find(({ what }) => what.startsWith('orders that the bank'))?.expected
  const refunds = [...bank.payments.values()].filter(({ refunded }) => refunded > 0).length
  const rows = lines.map(
    ({ what, expected, found }) =>
      `| ${what} | ${expected} | ${found} | ${expected === found ? 'holds' : '**BROKEN**'} |`,
  )
  const failures = [...buyers.failures].map(([reason, count]) => `- ${count} × ${reason}`)
  return `# What was killed, and what was lost

\`npm run chaos\`: two hosts, NATS and PostgreSQL, ${seconds} seconds on ${new Date().toISOString().slice(0, 10)}.
Hosts killed ${happened.kills} times, NATS away ${happened.nats_outages} time, its data deleted ${happened.nats_data_lost} time, PostgreSQL
crashed ${happened.database_crashes} times, ${happened.messages_repeated} messages sent again in another order, ${bank.lost} answers of the bank lost
after it had done what it was asked. ${orders} orders; ${refunds} payments given back.

| what | expected | found | |
| --- | --: | --: | --- |
${rows.join('\n')}

What buyers heard other than an order, and bought anew after:

${failures.length > 0 ? failures.join('\n') : '- nothing'}
`
}
