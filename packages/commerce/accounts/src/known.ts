import type { Static, TObject } from 'typebox'

/** Of a body what its schema names: clients may send more, and nothing of that may reach a table. */
export function known<Schema extends TObject>(schema: Schema, body: Static<Schema>): Static<Schema> {
  return Object.fromEntries(
    Object.entries(body as object).filter(([name]) => Object.hasOwn(schema.properties, name)),
  ) as Static<Schema>
}
