import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost
let origin: string

beforeAll(async () => {
  demo = await openDemoHost()
  origin = await demo.host.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => demo?.stop())

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** A user who came by invite, and the role that they have. */
async function user(name: string) {
  const credentials = { email: `${name}@example.com`, password: 'a long enough secret' }
  const { token } = (await demo.request('POST', '/auth/user/emailpass/register', {}, credentials)).body
  const { invite } = (await demo.admin('POST', '/admin/invites', { email: credentials.email })).body
  const url = `/admin/invites/accept?token=${invite.token}`
  const { id } = (await demo.request('POST', url, bearer(token), {})).body.user
  const fresh = (await demo.request('POST', '/auth/token/refresh', bearer(token))).body.token as string
  const policy = (await demo.admin('GET', '/admin/rbac/policies?key=workflow_execution:read')).body
    .policies[0]
  const { role } = (await demo.admin('POST', '/admin/rbac/roles', { name, policy_ids: [policy.id] })).body
  await demo.admin('POST', `/admin/users/${id}/roles`, { roles: [role.id] })
  return { id: id as string, token: fresh, role: role.id as string, policy: policy.id as string }
}

/** Opens a stream; `ended` tells when the server has ended it in order. */
async function listen(headers: Record<string, string>) {
  const url = `${origin}/admin/workflows-executions/complete-cart/subscribe`
  const controller = new AbortController()
  const answer = await fetch(url, { headers, signal: controller.signal })
  expect(answer.status).toBe(200)
  const stream = { isOpen: true, ended: answer.text(), close: () => controller.abort() }
  stream.ended.then(
    () => {
      stream.isOpen = false
    },
    () => undefined,
  )
  return stream
}

test('a stream ends soon after whoever opened it may not listen any more, and no other does', async () => {
  const [staying, leaving, demoted, deleted, maker] = [
    await user('staying'),
    await user('leaving'),
    await user('demoted'),
    await user('deleted'),
    await user('maker'),
  ]
  await demo.admin('DELETE', `/admin/users/${maker.id}/roles/${maker.role}`)
  const made = await demo.request('POST', '/admin/api-keys', bearer(maker.token), {
    title: 'ERP',
    type: 'secret',
  })
  const key = { authorization: `Basic ${btoa(`${made.body.api_key.token}:`)}` }
  const open = await listen(bearer(staying.token))
  const others = await Promise.all([
    listen(bearer(leaving.token)),
    listen(bearer(demoted.token)),
    listen(bearer(deleted.token)),
    listen(key),
  ])
  await demo.request('DELETE', '/auth/session', bearer(leaving.token))
  await demo.admin('DELETE', `/admin/rbac/roles/${demoted.role}/policies/${demoted.policy}`)
  await demo.admin('DELETE', `/admin/users/${deleted.id}`)
  await demo.admin('POST', `/admin/api-keys/${made.body.api_key.id}/revoke`, {})
  const began = Date.now()
  await Promise.all(others.map(({ ended }) => ended))
  expect(Date.now() - began).toBeLessThan(10_000)
  expect(open.isOpen).toBe(true)
  open.close()
})
