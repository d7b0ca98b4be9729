import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { Product } from './product.ts'
import { ProductImage } from './product-image.ts'
import { ProductOptionValue } from './product-option-value.ts'

const ProductVariantSchema = defineEntity({
  name: 'ProductVariant',
  schema: 'stoa_product',
  properties: {
    id: id('variant'),
    title: p.text(),
    sku: p.text().nullable(),
    barcode: p.text().nullable(),
    ean: p.text().nullable(),
    upc: p.text().nullable(),
    allow_backorder: p.boolean().default(false),
    manage_inventory: p.boolean().default(true),
    hs_code: p.text().nullable(),
    origin_country: p.text().nullable(),
    mid_code: p.text().nullable(),
    material: p.text().nullable(),
    weight: p.double().nullable(),
    length: p.double().nullable(),
    height: p.double().nullable(),
    width: p.double().nullable(),
    metadata: metadata(),
    variant_rank: p.integer().default(0).nullable(),
    thumbnail: p.text().nullable(),
    product: () => p.manyToOne(Product).deleteRule('cascade').nullable(),
    images: () => p.manyToMany(ProductImage).pivotTable('stoa_product.product_variant_product_image').owner(),
    options: () => p.manyToMany(ProductOptionValue).pivotTable('stoa_product.product_variant_option').owner(),
    ...timestamps,
  },
  uniques: [
    { properties: ['sku'], where: 'deleted_at is null' },
    { properties: ['barcode'], where: 'deleted_at is null' },
    { properties: ['ean'], where: 'deleted_at is null' },
    { properties: ['upc'], where: 'deleted_at is null' },
  ],
  indexes: [{ properties: ['product', 'variant_rank'], where: 'deleted_at is null' }],
})

/** A product as it lies on the shelf: one size, one colour, one price set, one place in the stock. */
export class ProductVariant extends ProductVariantSchema.class {}
ProductVariantSchema.setClass(ProductVariant)
