import { gapsOf, wire } from '@stoa/wire'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost
let gaps: ReturnType<typeof gapsOf>

beforeAll(async () => {
  demo = await openDemoHost()
  gaps = gapsOf(wire, (await demo.request('GET', '/openapi.json')).body)
})
afterAll(() => demo?.stop())

test('every route of the wire is served', () => {
  expect(gaps.routes).toEqual([])
})

test('a route that is served takes all that the wire has for it', () => {
  expect(gaps.names).toEqual([])
})
