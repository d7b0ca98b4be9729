import type { Publication } from '@stoa/events'
import { expect, test } from 'vitest'
import { waves } from './waves.ts'

const publication = (key: string, subject: string | undefined, attempt = 0) =>
  ({ key, attempt, subscribers: [], event: { id: key, subject } }) as unknown as Publication

const keysOf = (groups: Publication[][]) => groups.map((group) => group.map(({ key }) => key))

test('events of one subject are sent one after the other, all others at once', () => {
  const publications = [
    publication('a1', 'a'),
    publication('b1', 'b'),
    publication('a2', 'a'),
    publication('none', undefined),
    publication('a3', 'a'),
    publication('b2', 'b'),
  ]
  expect(keysOf(waves(publications))).toEqual([['a1', 'b1', 'none'], ['a2', 'b2'], ['a3']])
})

test('what is sent again has no order', () => {
  expect(keysOf(waves([publication('a1', 'a'), publication('a2', 'a', 1)]))).toEqual([['a1', 'a2']])
  expect(waves([])).toEqual([])
})
