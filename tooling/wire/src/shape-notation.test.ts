import { expect, test } from 'vitest'
import { readShape } from './shape-notation.ts'

test('objects, lists, unions and references are read', () => {
  const text = `{
    count: number, title?: string | null,
    tags: { as GET /store/product-tags.product_tags[] }[]
    options: [] empty: { }
    values: {
      value: string,
    }[] | null
  }`
  expect(readShape(text)).toEqual({
    fields: {
      count: 'number',
      'title?': 'string|null',
      tags: { list: { as: 'GET /store/product-tags.product_tags[]' } },
      options: { list: 'unknown' },
      empty: { fields: {} },
      values: { any: [{ list: { fields: { value: 'string' } } }, 'null'] },
    },
  })
})

test('what is none is shown from where it ceases to be one', () => {
  expect(() => readShape('{ id: string, 12 }')).toThrow('Not a shape from here: 12 }')
  expect(() => readShape('{ id: string } else')).toThrow('Not a shape from here: else')
  expect(() => readShape('{ id: string')).toThrow('Not a shape from here: ')
})
