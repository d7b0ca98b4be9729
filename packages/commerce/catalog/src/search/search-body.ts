import { type Static, Type } from 'typebox'

const strict = { additionalProperties: false }
const scalar = Type.Union([Type.Number(), Type.String()])

const facet = Type.Union([
  Type.String(),
  Type.Object(
    {
      field: Type.String(),
      type: Type.Optional(Type.Literal('value')),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      sort: Type.Optional(Type.Enum(['count', 'alpha'])),
      query: Type.Optional(Type.String()),
    },
    strict,
  ),
  Type.Object(
    {
      field: Type.String(),
      type: Type.Literal('range'),
      ranges: Type.Array(
        Type.Object(
          {
            key: Type.Optional(Type.String()),
            from: Type.Optional(scalar),
            to: Type.Optional(scalar),
          },
          strict,
        ),
      ),
    },
    strict,
  ),
  Type.Object({ field: Type.String(), type: Type.Literal('stats') }, strict),
])

const highlight = Type.Object(
  {
    fields: Type.Array(Type.String()),
    pre_tag: Type.Optional(Type.String()),
    post_tag: Type.Optional(Type.String()),
    snippet: Type.Optional(
      Type.Union([Type.Boolean(), Type.Object({ length: Type.Integer({ minimum: 1 }) })]),
    ),
  },
  strict,
)

const vector = Type.Object(
  {
    field: Type.Optional(Type.String()),
    value: Type.Optional(Type.Array(Type.Number())),
    query: Type.Optional(Type.String()),
    semantic_ratio: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  },
  strict,
)

const options = Type.Object(
  {
    attributes_to_search_on: Type.Optional(Type.Array(Type.String())),
    match_strategy: Type.Optional(Type.Enum(['all', 'any', 'last'])),
    typo_tolerance: Type.Optional(Type.Boolean()),
    facets: Type.Optional(Type.Array(facet)),
    disjunctive_facets: Type.Optional(Type.Boolean()),
    highlight: Type.Optional(Type.Union([Type.Boolean(), highlight])),
    distinct: Type.Optional(Type.String()),
    min_score: Type.Optional(Type.Number()),
    include_score: Type.Optional(Type.Boolean()),
    locales: Type.Optional(Type.Array(Type.String())),
    vector: Type.Optional(vector),
    count: Type.Optional(Type.Enum(['estimated', 'exact', 'none'])),
  },
  strict,
)

const pagination = Type.Object(
  {
    skip: Type.Optional(Type.Integer({ minimum: 0 })),
    take: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
    order: Type.Optional(Type.Record(Type.String(), Type.Enum(['ASC', 'DESC']))),
    cursor: Type.Optional(Type.String()),
  },
  strict,
)

const query = Type.Object(
  {
    entity: Type.String({ minLength: 1 }),
    fields: Type.Optional(Type.Array(Type.String())),
    filters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    pagination: Type.Optional(pagination),
    search_options: Type.Optional(options),
  },
  strict,
)

/** One search. */
export type SearchQuery = Static<typeof query>

/** How to search. */
export type SearchOptions = Static<typeof options>

/** What is wanted to know of a field. */
export type WantedFacet = Exclude<Static<typeof facet>, string>

/** The body of `POST /store/search`: a search, or several. */
export const searchBody = Type.Union([
  Type.Object({ queries: Type.Array(query, { minItems: 1, maxItems: 10 }) }, strict),
  query,
])
