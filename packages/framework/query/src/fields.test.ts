import { expect, test } from 'vitest'
import { type FieldRules, resolveFields } from './fields.ts'

const rules: FieldRules = { defaults: ['id', 'title', 'handle', '*variants', 'variants.prices.amount'] }

test.each<[string | undefined, string[]]>([
  [undefined, ['id', 'title', 'handle', '*variants', 'variants.prices.amount']],
  [' ', ['id', 'title', 'handle', '*variants', 'variants.prices.amount']],
  ['+status', ['id', 'title', 'handle', '*variants', 'variants.prices.amount', 'status']],
  [' status', ['id', 'title', 'handle', '*variants', 'variants.prices.amount', 'status']],
  ['-handle', ['id', 'title', '*variants', 'variants.prices.amount']],
  ['-variants', ['id', 'title', 'handle']],
  ['-variants.prices', ['id', 'title', 'handle', '*variants']],
  ['*tags', ['id', 'title', 'handle', '*variants', 'variants.prices.amount', '*tags']],
  ['tags.*', ['id', 'title', 'handle', '*variants', 'variants.prices.amount', '*tags']],
  ['-handle, status,*tags', ['id', 'title', '*variants', 'variants.prices.amount', 'status', '*tags']],
  ['status', ['id', 'status']],
  ['status,id,title', ['id', 'status', 'title']],
  ['status,*tags', ['id', 'status', '*tags']],
  ['status,-title', ['id', 'status']],
  ['+title,', ['id', 'title', 'handle', '*variants', 'variants.prices.amount']],
])('%j asks for %j', (fields, expected) => {
  expect(resolveFields(fields, rules)).toEqual(expected)
})

test('what is always selected stays, whatever the client takes out or asks for instead', () => {
  const always = { defaults: ['id', 'title'], allowed: ['id', 'title'], always: ['secret'] }
  expect(resolveFields(undefined, always)).toEqual(['id', 'title', 'secret'])
  expect(resolveFields('title', always)).toEqual(['id', 'title', 'secret'])
  expect(() => resolveFields('-secret', always)).toThrow('Requested fields [secret] are not valid.')
})

test('removing a name leaves others that only begin like it', () => {
  expect(resolveFields('-title', { defaults: ['id', 'title', 'title_short'] })).toEqual(['id', 'title_short'])
})

test('what the allowed list lacks is refused, all of it by name', () => {
  const store = { defaults: ['id', 'title'], allowed: ['title', 'handle', '*variants'] }
  expect(resolveFields('handle,variants.sku', store)).toEqual(['id', 'handle', 'variants.sku'])
  expect(resolveFields('+variants', store)).toEqual(['id', 'title', 'variants'])
  expect(() => resolveFields('handle,secret,*orders,variants.prices.amount', store)).toThrow(
    'Requested fields [secret, orders, variants.prices.amount] are not valid.',
  )
  expect(() => resolveFields('-secret', store)).toThrow('Requested fields [secret] are not valid.')
})
