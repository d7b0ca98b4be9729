import { fieldRules } from '@stoa/rest'

/** What a store sees of a collection. */
export const collectionFields = fieldRules(
  `id title handle external_id created_at updated_at`,
  `products metadata deleted_at products.id products.title products.subtitle products.description
    products.handle products.is_giftcard products.discountable products.thumbnail products.collection_id
    products.type_id products.weight products.length products.height products.width products.hs_code
    products.origin_country products.mid_code products.material products.created_at products.updated_at
    products.type products.collection products.options products.options.values products.tags
    products.images products.variants products.variants.options products.metadata products.categories
    products.status products.external_id products.deleted_at products.variants.calculated_price
    products.variants.inventory_quantity products.variants.manage_inventory
    products.variants.allow_backorder products.variants.images products.variants.thumbnail
    products.variants.options.option products.variants.inventory_items
    products.variants.inventory_items.inventory_item_id
    products.variants.inventory_items.required_quantity products.variants.inventory_items.inventory
    products.variants.inventory_items.inventory.location_levels products.variants.prices
    products.variants.id products.variants.title products.variants.sku products.variants.barcode
    products.variants.ean products.variants.upc products.variants.hs_code
    products.variants.origin_country products.variants.mid_code products.variants.material
    products.variants.weight products.variants.length products.variants.height products.variants.width
    products.variants.created_at products.variants.updated_at products.variants.deleted_at
    products.variants.options.id products.variants.options.value products.options.id
    products.options.title products.options.is_exclusive products.options.values.id
    products.options.values.value products.images.id products.images.url products.images.rank
    products.type.id products.type.value products.type.created_at products.type.updated_at
    products.tags.id products.tags.value products.tags.created_at products.tags.updated_at
    products.collection.id products.collection.title products.collection.handle
    products.collection.created_at products.collection.updated_at products.collection.deleted_at
    products.collection.metadata`,
)
