import { type Modules, startModules } from '@stoa/kernel'
import { Query, queryModule } from '@stoa/query'
import { behindLock, createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RbacService, rbacModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let rbac: RbacService

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([rbacModule, queryModule], { database: database.url })
  await modules.migrate()
  rbac = modules.resolve(RbacService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

let made = 0

/** A role with policies of its own, named `resource:operation`. */
async function role(keys: readonly string[] = [], parents: readonly string[] = []): Promise<string> {
  const { id } = await rbac.createRbacRoles({ name: `Role ${++made}` })
  await rbac.ensurePolicies(keys)
  const policies = await rbac.listRbacPolicies({ key: [...keys] })
  await rbac.addPolicies(
    id,
    policies.map((policy) => policy.id),
  )
  await rbac.setParents(id, parents)
  return id
}

const allowed = async (id: string) => (await rbac.permissionsOf([id])).get(id)

test('a role allows what its policies, its parents and theirs allow, each once', async () => {
  const reader = await role(['product:read', 'order:read'])
  const editor = await role(['product:update', 'product:read'], [reader])
  const chief = await role(['*:delete'], [editor])
  expect(await allowed(chief)).toEqual(['*:delete', 'order:read', 'product:read', 'product:update'])
  expect(await allowed(reader)).toEqual(['order:read', 'product:read'])
  expect(
    await modules.resolve(Query).retrieve('rbac_role', chief, { fields: ['parent_id', 'permissions'] }),
  ).toEqual({
    id: chief,
    parent_id: editor,
    permissions: await allowed(chief),
  })
})

test('a role may have several parents, and loses those that are left out', async () => {
  const [orders, products] = [await role(['order:read']), await role(['product:read'])]
  const both = await role([], [orders, products, orders])
  expect(await allowed(both)).toEqual(['order:read', 'product:read'])
  await rbac.setParents(both, [products])
  expect(await allowed(both)).toEqual(['product:read'])
  await rbac.setParents(both, [])
  expect(await allowed(both)).toEqual([])
})

test('what was deleted allows nothing, and does again when it is back', async () => {
  const parent = await role(['region:read'])
  const child = await role(['region:update'], [parent])
  await rbac.softDeleteRbacRoles(parent)
  expect(await allowed(child)).toEqual(['region:update'])
  await rbac.restoreRbacRoles(parent)
  expect(await allowed(child)).toEqual(['region:read', 'region:update'])
  const [policy] = await rbac.listRbacPolicies({ key: 'region:read' })
  await rbac.softDeleteRbacPolicies(policy?.id as string)
  expect(await allowed(child)).toEqual(['region:update'])
  await rbac.restoreRbacPolicies(policy?.id as string)
  expect(await allowed(child)).toEqual(['region:read', 'region:update'])
  await rbac.removePolicies(
    child,
    (await rbac.listRbacPolicies()).map(({ id }) => id),
  )
  expect(await allowed(child)).toEqual(['region:read'])
  expect(await allowed('role_none')).toBeUndefined()
})

test.each([
  ['of itself', async (a: string) => [a, a]],
  ['of a child', async (a: string) => [a, await role([], [a])]],
  ['of a child’s child', async (a: string) => [a, await role([], [await role([], [a])])]],
])('a role cannot become the child %s', async (_, circle) => {
  const parent = await role(['tax:read'])
  const [id, above] = (await circle(await role([], [parent]))) as [string, string]
  await expect(rbac.setParents(id, [above])).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining(above),
  })
  expect(await allowed(id)).toEqual(['tax:read'])
})

test('of two roles that become each other’s parent at once, one does', async () => {
  const [a, b] = [await role(['a:read']), await role(['b:read'])]
  const ends = await behindLock(
    database.url,
    "select pg_advisory_xact_lock(hashtextextended('stoa/rbac', 0))",
    [],
    [() => rbac.setParents(a, [b]), () => rbac.setParents(b, [a])],
  )
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const sizes = [(await allowed(a))?.length, (await allowed(b))?.length].sort()
  expect(sizes).toEqual([1, 2])
})

test('a circle that came about behind the service’s back hangs nobody', async () => {
  const a = await role(['a:write'])
  const b = await role(['b:write'], [a])
  await modules.database.query(
    "insert into stoa_rbac.rbac_role_parent (id, role_id, parent_id) values ('rlin_x', $1, $2)",
    [a, b],
  )
  expect(await allowed(a)).toEqual(['a:write', 'b:write'])
})

test('what does not exist is neither given nor inherited, and nothing of it is done', async () => {
  const id = await role()
  const [policy] = await rbac.definePolicies([{ resource: 'gift', operation: 'read' }])
  await expect(rbac.addPolicies(id, [policy?.id as string, 'rpol_none'])).rejects.toMatchObject({
    type: 'not_found',
    message: 'There is no policy rpol_none.',
  })
  await expect(rbac.addPolicies('role_none', [])).rejects.toMatchObject({ type: 'not_found' })
  const parent = await role(['gift:wrap'])
  await expect(rbac.setParents(id, [parent, 'role_none'])).rejects.toMatchObject({
    type: 'not_found',
    message: 'There is no role role_none.',
  })
  expect(await allowed(id)).toEqual([])
})

test('a policy’s key says what it allows', async () => {
  const [policy] = await rbac.definePolicies([{ resource: 'review', operation: 'publish', name: 'Publish' }])
  expect(policy).toMatchObject({
    id: expect.stringMatching(/^rpol_/),
    key: 'review:publish',
    name: 'Publish',
  })
  const id = policy?.id as string
  expect(await rbac.changePolicy(id, { operation: '*' })).toMatchObject({
    key: 'review:*',
    resource: 'review',
  })
  for (const wrong of [
    { key: 'review:read' },
    { resource: 'a:b' },
    { operation: '' },
    { resource: 'two words' },
  ]) {
    await expect(rbac.changePolicy(id, wrong)).rejects.toMatchObject({ type: 'invalid_data' })
  }
  await expect(rbac.changePolicy('rpol_none', {})).rejects.toMatchObject({ type: 'not_found' })
  await expect(
    rbac.definePolicies([{ key: 'product:read', resource: '*', operation: '*' }]),
  ).rejects.toMatchObject({ type: 'invalid_data', message: expect.stringContaining("'*:*'") })
  await expect(
    rbac.createRbacPolicies({ key: 'product:read', resource: '*', operation: '*' }),
  ).rejects.toMatchObject({ type: 'invalid_data' })
  await expect(rbac.definePolicies([{ resource: 'review', operation: '*' }])).rejects.toMatchObject({
    type: 'invalid_data',
  })
})

test('policies are ensured once, and one that was deleted stays away', async () => {
  const keys = ['parcel:read', 'parcel:create']
  const find = () => rbac.listRbacPolicies({ resource: 'parcel' })
  await rbac.ensurePolicies(keys)
  const [first, second] = await find()
  await Promise.all([rbac.ensurePolicies(keys), rbac.ensurePolicies([...keys, 'parcel:delete'])])
  expect(await find()).toHaveLength(3)
  await rbac.softDeleteRbacPolicies(first?.id as string)
  await rbac.ensurePolicies(keys)
  expect((await find()).map(({ id }) => id)).toEqual([second?.id, expect.any(String)])
})
