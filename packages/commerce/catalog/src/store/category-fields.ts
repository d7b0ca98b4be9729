import { fieldRules } from '@stoa/rest'

/** What a store sees of a category. */
export const categoryFields = fieldRules(
  `id name description handle rank external_id parent_category_id created_at updated_at metadata
    *parent_category *category_children *category_children.category_children`,
  `products deleted_at products.title products.variants products.options products.images
    category_children.products.title parent_category.id parent_category.name parent_category.description
    parent_category.handle parent_category.rank parent_category.external_id
    parent_category.parent_category_id parent_category.created_at parent_category.updated_at
    parent_category.deleted_at category_children.id category_children.name category_children.description
    category_children.handle category_children.rank category_children.external_id
    category_children.parent_category_id category_children.created_at category_children.updated_at
    category_children.deleted_at parent_category.parent_category parent_category.category_children
    category_children.parent_category category_children.category_children
    parent_category.parent_category.id parent_category.parent_category.name
    parent_category.parent_category.description parent_category.parent_category.handle
    parent_category.parent_category.rank parent_category.parent_category.external_id
    parent_category.parent_category.parent_category_id parent_category.parent_category.created_at
    parent_category.parent_category.updated_at parent_category.parent_category.deleted_at
    parent_category.category_children.id parent_category.category_children.name
    parent_category.category_children.description parent_category.category_children.handle
    parent_category.category_children.rank parent_category.category_children.external_id
    parent_category.category_children.parent_category_id parent_category.category_children.created_at
    parent_category.category_children.updated_at parent_category.category_children.deleted_at
    category_children.parent_category.id category_children.parent_category.name
    category_children.parent_category.description category_children.parent_category.handle
    category_children.parent_category.rank category_children.parent_category.external_id
    category_children.parent_category.parent_category_id category_children.parent_category.created_at
    category_children.parent_category.updated_at category_children.parent_category.deleted_at
    category_children.category_children.id category_children.category_children.name
    category_children.category_children.description category_children.category_children.handle
    category_children.category_children.rank category_children.category_children.external_id
    category_children.category_children.parent_category_id
    category_children.category_children.created_at category_children.category_children.updated_at
    category_children.category_children.deleted_at parent_category.parent_category.parent_category
    parent_category.parent_category.category_children parent_category.category_children.parent_category
    parent_category.category_children.category_children
    category_children.parent_category.parent_category
    category_children.parent_category.category_children
    category_children.category_children.parent_category
    category_children.category_children.category_children
    parent_category.parent_category.parent_category.id
    parent_category.parent_category.parent_category.name
    parent_category.parent_category.parent_category.description
    parent_category.parent_category.parent_category.handle
    parent_category.parent_category.parent_category.rank
    parent_category.parent_category.parent_category.external_id
    parent_category.parent_category.parent_category.parent_category_id
    parent_category.parent_category.parent_category.created_at
    parent_category.parent_category.parent_category.updated_at
    parent_category.parent_category.parent_category.deleted_at
    parent_category.parent_category.category_children.id
    parent_category.parent_category.category_children.name
    parent_category.parent_category.category_children.description
    parent_category.parent_category.category_children.handle
    parent_category.parent_category.category_children.rank
    parent_category.parent_category.category_children.external_id
    parent_category.parent_category.category_children.parent_category_id
    parent_category.parent_category.category_children.created_at
    parent_category.parent_category.category_children.updated_at
    parent_category.parent_category.category_children.deleted_at
    parent_category.category_children.parent_category.id
    parent_category.category_children.parent_category.name
    parent_category.category_children.parent_category.description
    parent_category.category_children.parent_category.handle
    parent_category.category_children.parent_category.rank
    parent_category.category_children.parent_category.external_id
    parent_category.category_children.parent_category.parent_category_id
    parent_category.category_children.parent_category.created_at
    parent_category.category_children.parent_category.updated_at
    parent_category.category_children.parent_category.deleted_at
    parent_category.category_children.category_children.id
    parent_category.category_children.category_children.name
    parent_category.category_children.category_children.description
    parent_category.category_children.category_children.handle
    parent_category.category_children.category_children.rank
    parent_category.category_children.category_children.external_id
    parent_category.category_children.category_children.parent_category_id
    parent_category.category_children.category_children.created_at
    parent_category.category_children.category_children.updated_at
    parent_category.category_children.category_children.deleted_at
    category_children.parent_category.parent_category.id
    category_children.parent_category.parent_category.name
    category_children.parent_category.parent_category.description
    category_children.parent_category.parent_category.handle
    category_children.parent_category.parent_category.rank
    category_children.parent_category.parent_category.external_id
    category_children.parent_category.parent_category.parent_category_id
    category_children.parent_category.parent_category.created_at
    category_children.parent_category.parent_category.updated_at
    category_children.parent_category.parent_category.deleted_at
    category_children.parent_category.category_children.id
    category_children.parent_category.category_children.name
    category_children.parent_category.category_children.description
    category_children.parent_category.category_children.handle
    category_children.parent_category.category_children.rank
    category_children.parent_category.category_children.external_id
    category_children.parent_category.category_children.parent_category_id
    category_children.parent_category.category_children.created_at
    category_children.parent_category.category_children.updated_at
    category_children.parent_category.category_children.deleted_at
    category_children.category_children.parent_category.id
    category_children.category_children.parent_category.name
    category_children.category_children.parent_category.description
    category_children.category_children.parent_category.handle
    category_children.category_children.parent_category.rank
    category_children.category_children.parent_category.external_id
    category_children.category_children.parent_category.parent_category_id
    category_children.category_children.parent_category.created_at
    category_children.category_children.parent_category.updated_at
    category_children.category_children.parent_category.deleted_at
    category_children.category_children.category_children.id
    category_children.category_children.category_children.name
    category_children.category_children.category_children.description
    category_children.category_children.category_children.handle
    category_children.category_children.category_children.rank
    category_children.category_children.category_children.external_id
    category_children.category_children.category_children.parent_category_id
    category_children.category_children.category_children.created_at
    category_children.category_children.category_children.updated_at
    category_children.category_children.category_children.deleted_at`,
)
