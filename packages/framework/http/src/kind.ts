type Schema = Record<string, any>

const KINDS: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
}

const MANY: Record<string, string> = {
  string: 'a list of strings',
  number: 'a list of numbers',
  integer: 'a list of whole numbers',
  object: 'a list of objects',
}

/** What a value is: `a string`, `a list`, `null`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'boolean' ? String(value) : (KINDS[typeof value] ?? typeof value)
}

/** What a schema asks for: `a string or a list of strings`. */
export const expectedKind = (schema: Schema | undefined): string => sentenceList([...new Set(kinds(schema))])

function kinds(schema: Schema | undefined): string[] {
  if (!schema) return ['something else']
  if (schema.$ref) return ['a filter such as { "$gt": … }']
  if (schema.anyOf ?? schema.oneOf) return (schema.anyOf ?? schema.oneOf).flatMap(kinds)
  if (schema.enum) return schema.enum.map(literal)
  if ('const' in schema) return [literal(schema.const)]
  if (schema.coerced_boolean) return [KINDS.boolean as string]
  if (schema.type === 'array') return [MANY[schema.items?.type] ?? (KINDS.array as string)]
  if (Array.isArray(schema.type)) return schema.type.map((type: string) => KINDS[type] ?? type)
  return [KINDS[schema.type] ?? 'something else']
}

const literal = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value))

/** `a`, `a or b`, `a, b or c`. */
export const sentenceList = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`
