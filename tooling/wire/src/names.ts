/** A JSON Schema, as far as names are read from it. */
export interface Schema {
  $ref?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

/**
 * The names of the fields that something of this schema may have, on its first level. Operators (`$and`) are none.
 *
 * @param resolve finds what a `$ref` means
 */
export function namesOf(schema: Schema | undefined, resolve: (reference: string) => Schema): string[] {
  if (!schema) return []
  if (schema.$ref) return namesOf(resolve(schema.$ref), resolve)
  const { anyOf = [], oneOf = [], allOf = [], items } = schema
  const parts = [...anyOf, ...oneOf, ...allOf, ...(items ? [items] : [])]
  const names = [...Object.keys(schema.properties ?? {}), ...parts.flatMap((part) => namesOf(part, resolve))]
  return [...new Set(names.filter((name) => !name.startsWith('$')))]
}
