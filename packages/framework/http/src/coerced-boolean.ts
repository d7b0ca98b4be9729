import type { Ajv } from 'ajv'

/** Ajv's own coercion does not know `1` and `0` as texts. */
const BOOLEANS: Record<string, boolean> = { true: true, '1': true, false: false, '0': false }

const KEYWORD = 'coerced_boolean'

/** Keys under which no schema stands, only values. */
const VALUES = new Set(['const', 'default', 'enum', 'examples'])

/** Teaches Ajv a boolean that may come as text. */
export function addCoercedBoolean(ajv: Ajv): void {
  ajv.addKeyword({
    keyword: KEYWORD,
    modifying: true,
    schema: false,
    errors: false,
    validate(data: unknown, context?: { parentData: any; parentDataProperty: string | number }) {
      if (typeof data === 'boolean') return true
      const value = typeof data === 'string' && Object.hasOwn(BOOLEANS, data) ? BOOLEANS[data] : undefined
      if (value === undefined || !context) return false
      context.parentData[context.parentDataProperty] = value
      return true
    },
  })
}

/** The same schema with every `type: 'boolean'` replaced by one that may come as text. */
export function coerceBooleans(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(coerceBooleans)
  if (typeof schema !== 'object' || schema === null) return schema
  const copy: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'type' && value === 'boolean') copy[KEYWORD] = true
    else copy[key] = VALUES.has(key) ? value : coerceBooleans(value)
  }
  return copy
}
