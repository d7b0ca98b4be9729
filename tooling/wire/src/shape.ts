/**
 * What an answer looks like: words for plain values (`string|null`; `datetime`, `object` and `unknown` among them), or what an
 * object has, or what is in a list. A name that ends in `?` is not always there.
 */
export type Shape =
  | string
  | { fields: Record<string, Shape> }
  | { list: Shape }
  | { as: string }
  | { any: Shape[] }

/** How an answer differs from its shape: where, and in what. */
export interface Misfit {
  /** `order.items[].detail.created_at` */
  path: string
  what: string
}

/** Objects whose names are a client's own. */
const FREE = /(^|\.)(\w*metadata|data|context|details|variant_option_values)$/

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/**
 * Holds a value against a shape. More than the shape has is no misfit, nor is null, but for lists: shapes tell what was seen,
 * and not every value that may be null has been.
 *
 * @param resolve finds the shape that `as` names
 */
export function misfits(
  shape: Shape,
  value: unknown,
  resolve: (reference: string) => Shape,
  path = '',
): Misfit[] {
  const shapes = alternatives(shape, resolve)
  const said = kindsOf(shapes)
  const kind = kindOf(value)
  const misfit = (what: string): Misfit[] => [{ path, what }]
  if (kind === 'null') return said.has('list') && !said.has('null') ? misfit('is null, not a list') : []
  if (said.has('unknown') || (said.size === 1 && said.has('null'))) return []
  if (!said.has(kind)) return misfit(`is ${kind}, not ${[...said].join(' or ')}`)
  if (kind === 'list') return ofList(shapes, value as unknown[], resolve, path)
  if (kind === 'object') return FREE.test(path) ? [] : ofObject(shapes, value as object, resolve, path)
  const isMoment = shapes.includes('datetime') && !shapes.includes('string')
  return kind === 'string' && isMoment && !MOMENT.test(value as string)
    ? misfit(`is no moment: ${value}`)
    : []
}

function ofList(
  shapes: readonly Shape[],
  values: readonly unknown[],
  resolve: (reference: string) => Shape,
  path: string,
): Misfit[] {
  const any = shapes.flatMap((shape) => (typeof shape === 'object' && 'list' in shape ? [shape.list] : []))
  const found = values.flatMap((value) => misfits({ any }, value, resolve, `${path}[]`))
  return [...new Map(found.map((misfit) => [`${misfit.path} ${misfit.what}`, misfit])).values()]
}

function ofObject(
  shapes: readonly Shape[],
  value: object,
  resolve: (reference: string) => Shape,
  path: string,
): Misfit[] {
  const variants = shapes.flatMap((shape) =>
    typeof shape === 'object' && 'fields' in shape ? [shape.fields] : [],
  )
  const found = variants.map((fields) =>
    Object.entries(fields).flatMap(([key, shape]) => {
      const name = key.replace(/\?$/, '')
      const at = path === '' ? name : `${path}.${name}`
      if (name in value) return misfits(shape, (value as Record<string, unknown>)[name], resolve, at)
      return name === key ? [{ path: at, what: 'is missing' }] : []
    }),
  )
  return found.sort((one, other) => one.length - other.length)[0] ?? []
}

function alternatives(shape: Shape, resolve: (reference: string) => Shape): Shape[] {
  if (typeof shape === 'string') return shape.split('|')
  if ('as' in shape) return alternatives(resolve(shape.as), resolve)
  return 'any' in shape ? shape.any.flatMap((one) => alternatives(one, resolve)) : [shape]
}

const kindsOf = (shapes: readonly Shape[]) =>
  new Set(
    shapes.map((shape) => {
      if (typeof shape === 'object') return 'list' in shape ? 'list' : 'object'
      return shape === 'datetime' ? 'string' : shape
    }),
  )

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}
