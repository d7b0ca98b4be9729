import {
  dateFilter,
  fieldsQuery,
  filtersOf,
  listQuery,
  nullable,
  oneOrMany,
  type StoaServer,
} from '@stoa/http'
import { sendList, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { nullWords } from '../category-query.ts'
import { trees, withTrees } from '../category-tree.ts'
import { buyerContext } from '../pricing-context.ts'
import { categoryFields } from './category-fields.ts'
import { shownCategories } from './shelf.ts'

const ids = () => oneOrMany(Type.String())

const filters = {
  q: Type.String(),
  id: ids(),
  name: ids(),
  description: ids(),
  handle: ids(),
  parent_category_id: nullable(ids()),
  external_id: nullable(ids()),
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
}

/** Categories as a storefront sees them. */
export async function storeCategories(app: StoaServer): Promise<void> {
  const querystring = Type.Object({ ...listQuery({ default_limit: 50, filters }).properties, ...trees })
  app.get('/store/product-categories', { schema: { querystring } }, (request, reply) => {
    const conditions = nullWords(filtersOf(request.query, Object.keys(filters) as never[]))
    request.query.order ??= 'rank'
    return sendList(request, reply, {
      entity: 'product_category',
      key: 'product_categories',
      fields: withTrees(categoryFields, request.query),
      filters: { $and: [shownCategories, conditions] },
      context: buyerContext(request),
    })
  })

  app.get(
    '/store/product-categories/:id',
    {
      schema: {
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object({ ...fieldsQuery().properties, ...trees }),
      },
    },
    (request, reply) =>
      sendOne(request, reply, {
        entity: 'product_category',
        key: 'product_category',
        id: request.params.id,
        fields: withTrees(categoryFields, request.query),
        filters: shownCategories,
        context: buyerContext(request),
      }),
  )
}
