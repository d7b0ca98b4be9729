import { describe, expect, test } from 'vitest'
import { arrowFaults } from './arrows.ts'
import { cycles } from './cycles.ts'
import { importFaults } from './import-faults.ts'
import type { Kind, Member } from './workspace.ts'

const member = (kind: Kind, name: string, needs: string[] = [], more: Partial<Member> = {}): Member => ({
  name,
  version: '0.1.0',
  kind,
  path: `packages/${kind}/${name}`,
  private: false,
  needs,
  develops_with: [],
  ...more,
})
const kernel = member('framework', 'kernel')
const product = member('modules', 'product', ['kernel'])

describe('arrowFaults', () => {
  test('lets every floor stand on those below it', () => {
    const workspace = [
      kernel,
      product,
      member('providers', 'product-feed', ['kernel', 'product']),
      member('commerce', 'catalog', ['product', 'kernel', 'pg']),
      member('commerce', 'checkout', ['catalog', 'product']),
      member('tools', 'host', ['checkout', 'product-feed']),
      member('apps', 'server', ['host'], { private: true }),
    ]
    expect(arrowFaults(workspace)).toEqual([])
  })

  test.each([
    [member('framework', 'query', ['product'])],
    [member('modules', 'cart', ['product'])],
    [member('modules', 'cart', [], { develops_with: ['product'] })],
    [member('modules', 'cart', ['catalog'])],
    [member('commerce', 'sales', ['feed'])],
    [member('commerce', 'sales', ['testing'])],
  ])('refuses an arrow back or sideways: %o', (from) => {
    const below = [
      kernel,
      product,
      member('commerce', 'catalog'),
      member('providers', 'feed'),
      member('tools', 'testing'),
    ]
    const faults = arrowFaults([...below, from])
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(`${from.name} (${from.kind}) may not stand on`)
  })

  test('lets tests of any package use the tools', () => {
    const tested = member('modules', 'cart', [], { develops_with: ['testing'] })
    expect(arrowFaults([member('tools', 'testing'), tested])).toEqual([])
  })

  test('lets tests of an area use providers, and those of a module not', () => {
    const more = { develops_with: ['feed'] }
    const feed = member('providers', 'feed')
    expect(arrowFaults([feed, member('commerce', 'sales', [], more)])).toEqual([])
    expect(arrowFaults([feed, member('modules', 'cart', [], more)])).toHaveLength(1)
  })

  test('refuses a provider that needs two modules', () => {
    const provider = member('providers', 'feed', ['product', 'cart'])
    expect(arrowFaults([product, member('modules', 'cart'), provider])).toEqual([
      expect.stringContaining('product, cart'),
    ])
  })

  test('refuses a published package that needs a private one', () => {
    const hidden = member('framework', 'hidden', [], { private: true })
    expect(arrowFaults([hidden, member('modules', 'cart', ['hidden'])])).toEqual([
      expect.stringContaining('which is private'),
    ])
  })
})

describe('cycles', () => {
  test('finds none where arrows only meet', () => {
    const workspace = [kernel, product, member('commerce', 'catalog', ['product', 'kernel'])]
    expect(cycles(workspace)).toEqual([])
  })

  test('names the members of a circle, also one through devDependencies', () => {
    const workspace = [
      member('commerce', 'a', ['b']),
      member('commerce', 'b', ['c']),
      member('commerce', 'c', [], { develops_with: ['b'] }),
    ]
    expect(cycles(workspace)).toEqual([['b', 'c', 'b']])
  })
})

describe('importFaults', () => {
  const faultsOf = (specifier: string) => importFaults(product, [{ file: 'src/entities/x.ts', specifier }])

  test.each(['node:fs', 'kernel', 'kernel/deep', '../service.ts', 'product'])('lets %s pass', (specifier) => {
    expect(faultsOf(specifier)).toEqual([])
  })

  test.each(['pg', '@stoa/cart', '@stoa/cart/deep', '../../../cart/src/index.ts'])(
    'refuses %s',
    (specifier) => {
      expect(faultsOf(specifier)).toHaveLength(1)
    },
  )
})
