import { BigNumber } from '@stoa/money'

/**
 * The values an attribute has, as text: none where it is missing, null or an empty list, several where the path goes
 * through lists. `x.id` and `x_id` mean the same, so that `product.collection.id` finds `product.collection_id`.
 *
 * @example
 * attributeValues({ product: { tags: [{ id: 'a' }, { id: 'b' }] } }, 'product.tags.id') // ['a', 'b']
 */
export function attributeValues(source: unknown, attribute: string): string[] {
  const values = valuesAt(source, attribute.split('.'))
  if (values.length > 0) return values
  const other = otherName(attribute)
  return other ? valuesAt(source, other.split('.')) : []
}

function otherName(attribute: string): string | undefined {
  if (attribute.endsWith('.id')) return `${attribute.slice(0, -'.id'.length)}_id`
  if (attribute.endsWith('_id')) return `${attribute.slice(0, -'_id'.length)}.id`
  return undefined
}

function valuesAt(source: unknown, path: readonly string[]): string[] {
  if (source === null || source === undefined) return []
  if (Array.isArray(source)) return source.flatMap((item) => valuesAt(item, path))
  const [name, ...rest] = path
  if (name === undefined) return isPlain(source) ? [] : [textOf(source)]
  return isPlain(source) && Object.hasOwn(source, name) ? valuesAt(source[name], rest) : []
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !BigNumber.isBigNumber(value)

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  return BigNumber.isBigNumber(value) ? value.toFixed() : String(value)
}
