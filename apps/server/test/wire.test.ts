import { gapsOf, wire } from '@stoa/wire'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

/**
 * What of the wire is not built: areas of which nothing is served yet, by their path, and single routes by method and path. It
 * only ever gets shorter: whoever builds one takes it out.
 */
const NOT_BUILT = ['/auth/mfa']

let demo: DemoHost
let gaps: ReturnType<typeof gapsOf>

beforeAll(async () => {
  demo = await openDemoHost()
  gaps = gapsOf(wire, (await demo.request('GET', '/openapi.json')).body)
})
afterAll(() => demo?.stop())

const covers = (entry: string) => (route: string) =>
  route === entry || `${route.split(' ')[1]}/`.startsWith(`${entry}/`)

test('every route of the wire is served, but for those that are not built', () => {
  expect(gaps.routes.filter((route) => !NOT_BUILT.some((entry) => covers(entry)(route)))).toEqual([])
})

test('a route that is served takes all that the wire has for it', () => {
  expect(gaps.names).toEqual([])
})

test('nothing is listed as not built that is served', () => {
  const served = Object.keys(wire).filter((route) => !gaps.routes.includes(route))
  expect(served.filter((route) => NOT_BUILT.some((entry) => covers(entry)(route)))).toEqual([])
  const idle = NOT_BUILT.filter((entry) => !gaps.routes.some(covers(entry)))
  expect(idle).toEqual([])
})
