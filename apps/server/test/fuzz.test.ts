import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buy } from './buy.ts'
import { type DemoHost, openDemoHost } from './demo-host.ts'
import { nastyBody, nastyPath, nastyQuery } from './nasty.ts'
import { type Operation, operationsOf } from './operations.ts'

/** `FUZZ_REQUESTS=10000` for a long run, `FUZZ_SEED` to repeat one. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 1500)
const SEED = Number(process.env.FUZZ_SEED ?? 42)

let demo: DemoHost
let operations: Operation[]
/** What exists, by the path of its list. */
const known = new Map<string, string[]>()

/** Without these the requests that follow would only hear that they may not enter. */
const KEPT = ['/admin/users', '/admin/api-keys', '/admin/sales-channels']
const SIGN_OUT = 'DELETE /auth/session'

/** The demo shop has nobody yet. */
async function inviteGuests() {
  for (const name of ['ada', 'bob', 'cy']) {
    const email = `${name}@example.com`
    const { customer } = (await demo.admin('POST', '/admin/customers', { email })).body
    await demo.admin('POST', `/admin/customers/${customer.id}/addresses`, { is_default_billing: true })
    await demo.admin('POST', '/admin/customer-groups', { name })
    await demo.admin('POST', '/admin/invites', { email })
  }
}

/** Nor is anything on offer in it. */
async function offerPromotions() {
  const campaign = { name: 'Summer', campaign_identifier: 'summer', budget: { type: 'usage', limit: 5 } }
  const method = { type: 'percentage', value: 10, target_type: 'items', allocation: 'across' }
  const rule = { attribute: 'items.product.id', operator: 'in', values: ['a', 'b'] }
  const buyGet = { buy_rules: [rule], buy_rules_min_quantity: 1, apply_to_quantity: 1, max_quantity: 1 }
  for (const body of [
    { code: 'SUMMER', type: 'standard', campaign, application_method: method, rules: [rule] },
    { code: 'GIFT', type: 'buyget', application_method: { ...method, ...buyGet } },
  ]) {
    expect((await demo.admin('POST', '/admin/promotions', body)).status).toBe(200)
  }
}

beforeAll(async () => {
  demo = await openDemoHost()
  await inviteGuests()
  await offerPromotions()
  for (let n = 0; n < 5; n += 1) await buy(demo)
  operations = (await operationsOf(demo)).filter(({ method, path }) => `${method} ${path}` !== SIGN_OUT)
  for (const { method, path, query } of operations) {
    const isList = method === 'GET' && !path.includes('{') && query.some(({ name }) => name === 'limit')
    if (!isList || KEPT.includes(path)) continue
    const answer = (await demo.raw('GET', `${path}?limit=20&fields=id`)).json()
    const rows = Object.values(answer).find(Array.isArray) as { id?: string }[] | undefined
    known.set(
      path,
      (rows ?? []).flatMap(({ id }) => id ?? []),
    )
  }
})

afterAll(() => demo?.stop())

test(`no request of ${REQUESTS} makes the server fail, and every refusal says why`, {
  timeout: 600_000,
}, async () => {
  const request = fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      path: nastyPath(operation, {
        first: known.get(operation.path.split('/{')[0] as string) ?? [],
        others: [...known.values()].flat(),
      }),
      query: nastyQuery(operation),
      body: nastyBody(operation),
    }),
  )
  const failures = new Map<string, string>()
  await fc.assert(
    fc.asyncProperty(request, async ({ operation, path, query, body }) => {
      const url = query ? `${path}?${query}` : path
      const payload = operation.method === 'GET' ? undefined : JSON.stringify(body)
      const answer = await demo.raw(operation.method, url, payload)
      const key = `${operation.method} ${operation.path}`
      if (answer.statusCode >= 500) {
        failures.set(key, `${answer.statusCode} ${url} ${payload} -> ${answer.body.slice(0, 200)}`)
      } else if (answer.statusCode >= 400) {
        const { type, message } = answer.json()
        if (typeof type !== 'string' || typeof message !== 'string')
          failures.set(key, answer.body.slice(0, 200))
      }
    }),
    { numRuns: REQUESTS, seed: SEED, endOnFailure: true },
  )
  expect([...failures].map((pair) => pair.join(': '))).toEqual([])
  // Or most of it was told no more than that it may not enter.
  expect((await demo.admin('GET', '/admin/users')).status).toBe(200)
})
