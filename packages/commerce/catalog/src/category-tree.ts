import { defineCompute, defineRelation, type FieldRules, type ResultRow, type Scope } from '@stoa/query'
import { Type } from 'typebox'

const CATEGORY = 'stoa_product.product_category'

/** Query parameters that ask for more of the tree. */
export const trees = {
  include_ancestors_tree: Type.Optional(Type.Boolean()),
  include_descendants_tree: Type.Optional(Type.Boolean()),
}

/** Stores say so in the context; they are shown only what is active and not internal, at every level of the tree. */
const shownCategory = (self: string, { context }: Scope) =>
  context.only_shown_categories ? [`${self}.is_active`, `not ${self}.is_internal`] : []

const toCategories = (
  name: string,
  many: boolean,
  where: (category: string, self: string) => string[],
  order?: (self: string) => string,
) =>
  defineRelation({
    entity: 'product_category',
    name,
    target: 'product_category',
    many,
    join: (category, self, scope) => ({
      from: `${CATEGORY} ${self}`,
      where: [...where(category, self), ...shownCategory(self, scope)],
      ...(order ? { order: order(self) } : {}),
    }),
  })

/** What lies between `a.` and `a/` begins with `a.`: the dot's next neighbour in ASCII is the slash. */
const below = (category: string, self: string) => [
  `${self}.mpath collate "C" > ${category}.mpath || '.'`,
  `${self}.mpath collate "C" < ${category}.mpath || '/'`,
]

/** The tree of categories, as queries walk it. */
export const categoryTree = [
  toCategories(
    'category_children',
    true,
    (category, self) => [`${self}.parent_category_id = ${category}.id`],
    (self) => `${self}.rank, ${self}.id`,
  ),
  toCategories('parent_category', false, (category, self) => [`${self}.id = ${category}.parent_category_id`]),
  toCategories(
    'ancestors',
    true,
    (category, self) => [
      `${self}.id = any(string_to_array(${category}.mpath, '.'))`,
      `${self}.id <> ${category}.id`,
    ],
    (self) => `${self}.mpath`,
  ),
  toCategories('descendants', true, below, (self) => `${self}.rank, ${self}.id`),
  defineCompute('product_category', {
    fields: ['ancestors_tree'],
    requires: ['parent_category_id', '*ancestors'],
    compute: (row) => {
      row.parent_category = lineOf(row)
    },
  }),
  defineCompute('product_category', {
    fields: ['descendants_tree'],
    requires: ['*descendants'],
    compute: (row) => {
      row.category_children = treeOf(row)
    },
  }),
]

/** Each ancestor in the one above it. Where one is not shown, the line ends. */
function lineOf({ parent_category_id, ancestors, parent_category }: ResultRow): ResultRow | null {
  const known = new Map((ancestors as ResultRow[]).map((row) => [row.id, row]))
  const above = (id: string | null): ResultRow | null => {
    const row = known.get(id)
    return row ? { ...row, parent_category: above(row.parent_category_id) } : null
  }
  const line = above(parent_category_id)
  return line && { ...parent_category, ...line }
}

/** Each descendant in its parent. What lies below one that is not shown is not shown either. */
function treeOf({ id, descendants, category_children = [] }: ResultRow): ResultRow[] {
  const children = Map.groupBy(descendants as ResultRow[], ({ parent_category_id }) => parent_category_id)
  const chosen = new Map((category_children as ResultRow[]).map((row) => [row.id, row]))
  const under = (parent: string): ResultRow[] =>
    (children.get(parent) ?? []).map((row) => ({
      ...chosen.get(row.id),
      ...row,
      category_children: under(row.id),
    }))
  return under(id)
}

/** What a route selects of a category when the asker wants more of the tree, whatever else it wants. */
export function withTrees(rules: FieldRules, query: object): FieldRules {
  const { include_ancestors_tree, include_descendants_tree } = query as Record<keyof typeof trees, boolean>
  return {
    ...rules,
    always: [
      ...(include_ancestors_tree ? ['ancestors_tree'] : []),
      ...(include_descendants_tree ? ['descendants_tree'] : []),
    ],
  }
}
