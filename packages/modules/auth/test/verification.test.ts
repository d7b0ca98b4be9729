import { createGate, untilBlocked } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openModule, type TestModule } from './module.ts'

let module: TestModule

beforeAll(async () => {
  module = await openModule()
})

afterAll(() => module?.close())

const register = async (email: string) =>
  (await module.auth.register('emailpass', { email, password: 'correct horse' })).id
const ask = async (id: string, entity_id: string, ttl?: number) =>
  module.auth.requestVerification(id, { entity_id, entity_type: 'email' }, ttl)
const confirm = (code: string | undefined, auth_identity_id?: string) =>
  module.auth.confirmVerification({
    code: code as string,
    ...(auth_identity_id === undefined ? {} : { auth_identity_id }),
  })
const refused = { type: 'invalid_data' }

test('a code verifies once what it was made for', async () => {
  const id = await register('ada@example.com')
  const { verification, code } = await ask(id, ' Ada@Example.com ')
  expect(verification).toMatchObject({
    id: expect.stringMatching(/^authver_/),
    auth_identity_id: id,
    entity_id: 'ada@example.com',
    entity_type: 'email',
    code_provider: 'token',
    verified_at: null,
  })
  expect(await confirm(code)).toMatchObject({ id: verification.id, verified_at: expect.any(String) })
  await expect(confirm(code)).rejects.toMatchObject(refused)
})

test('a code that is confirmed twice at once is confirmed once', async () => {
  const id = await register('twice@example.com')
  const { code } = await ask(id, 'twice@example.com')
  const gate = createGate('the first is confirmed')
  const first = module.modules.transaction(async () => {
    await confirm(code)
    await gate.pass()
  })
  await gate.reached
  const second = confirm(code)
  second.catch(() => undefined)
  await untilBlocked(module.url)
  gate.open()
  await first
  await expect(second).rejects.toMatchObject(refused)
})

test('a code is good for its term, until the next one, and for its owner', async () => {
  const id = await register('term@example.com')
  const other = await register('other@example.com')
  await expect(confirm((await ask(id, 'term@example.com', -1)).code)).rejects.toMatchObject(refused)
  const first = await ask(id, 'term@example.com')
  const second = await ask(id, 'term@example.com')
  expect(second.verification.id).toBe(first.verification.id)
  await expect(confirm(first.code)).rejects.toMatchObject(refused)
  await expect(confirm(second.code, other)).rejects.toMatchObject(refused)
  expect((await confirm(second.code, id)).verified_at).not.toBeNull()
})

test('what is verified stays so, and is given no code again', async () => {
  const id = await register('done@example.com')
  await confirm((await ask(id, 'done@example.com')).code)
  const again = await ask(id, 'done@example.com')
  expect(again).toMatchObject({ code: undefined, verification: { verified_at: expect.any(String) } })
})

test('nobody verifies an address they do not sign in with, nor by another provider', async () => {
  const id = await register('mine@example.com')
  await register('yours@example.com')
  await expect(ask(id, 'yours@example.com')).rejects.toMatchObject({ type: 'not_found' })
  const wanted = { entity_id: 'mine@example.com', entity_type: 'email', code_provider: 'pigeon' }
  await expect(module.auth.requestVerification(id, wanted)).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining('pigeon'),
  })
  await expect(module.auth.confirmVerification({ code: 'x', code_provider: 'pigeon' })).rejects.toMatchObject(
    refused,
  )
})
