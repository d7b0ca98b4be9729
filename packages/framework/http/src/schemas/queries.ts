import { type TArray, type TObject, type TOptional, type TProperties, type TSchema, Type } from 'typebox'

/** No list gives more at once, unless it says so. The admin asks for up to 9999 where it fills a select. */
export const MAX_LIMIT = 10_000

type Logical<Filters extends TProperties> = Record<
  '$and' | '$or',
  TOptional<TArray<TObject<Optional<Filters>>>>
>

type Optional<Filters extends TProperties> = { [Name in keyof Filters]: TOptional<Filters[Name]> }

const fields = () => Type.Optional(Type.String({ description: 'Fields to return, with commas.' }))

/** The query of a route that returns one thing: `{ fields? }`. */
export const fieldsQuery = () => Type.Object({ fields: fields() })

/**
 * The query of a list: `fields`, `offset`, `limit`, `order`, `with_deleted` and the filters, none of them required.
 *
 * @param options.default_limit what `limit` is when it is not given
 * @param options.max_limit default: {@link MAX_LIMIT}
 * @param options.filters by the name of the parameter, such as `{ q: Type.String(), created_at: dateFilter() }`
 * @param options.logical `false` to leave out `$and` and `$or`, which take lists of such filters
 * @example
 * listQuery({ default_limit: 20, filters: { q: Type.String(), id: oneOrMany(Type.String()) } })
 */
export function listQuery<Filters extends TProperties>({
  default_limit,
  max_limit = MAX_LIMIT,
  filters,
  logical = true,
}: {
  default_limit: number
  max_limit?: number
  filters: Filters
  logical?: boolean
}) {
  const optional = optionals(filters)
  const alternatives = () => Type.Optional(Type.Array(Type.Object(optional, { additionalProperties: false })))
  return Type.Object({
    fields: fields(),
    offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
    limit: Type.Integer({ minimum: 0, maximum: max_limit, default: default_limit }),
    order: Type.Optional(
      Type.String({ description: 'Fields to sort by; - for descending: -created_at,title' }),
    ),
    with_deleted: Type.Optional(Type.Boolean()),
    ...optional,
    ...((logical ? { $and: alternatives(), $or: alternatives() } : {}) as Logical<Filters>),
  })
}

const optionals = <Filters extends TProperties>(filters: Filters): Optional<Filters> =>
  Object.fromEntries(
    Object.entries(filters).map(([name, schema]) => [name, Type.Optional(schema as TSchema)]),
  ) as Optional<Filters>
