import type { NewCatalogProduct, NewCatalogVariant } from '@stoa/catalog'
import type { DemoOptions } from './create-demo-shop.ts'
import type { Shelves } from './create-shelves.ts'
import type { Colour } from './pictures/palette.ts'
import { pictureName } from './pictures/picture.ts'
import type { Amounts, DemoProduct } from './shop/demo-product.ts'

/** Where a product goes, beside its shelves. */
export interface Placing extends Shelves {
  channel: string
  profile: string
}

/** A product as the catalogue takes it. */
export function toNewProduct(
  product: DemoProduct,
  placing: Placing,
  { image_url }: DemoOptions,
): NewCatalogProduct {
  const pictureOf = (colour: Colour) => `${image_url}/${pictureName(product.drawing, colour)}`
  const id = (shelf: keyof Shelves, name: string) => placing[shelf].get(name) as string
  return {
    title: product.title,
    subtitle: product.subtitle,
    description: product.description,
    status: 'published',
    weight: product.weight,
    material: product.material ?? null,
    origin_country: product.origin,
    thumbnail: pictureOf(product.colours[0]),
    images: product.colours.map((colour) => ({ url: pictureOf(colour) })),
    type_id: id('types', product.type),
    collection_id: product.collection ? id('collections', product.collection) : null,
    categories: [id('categories', product.category)],
    tags: (product.tags ?? []).map((tag) => id('tags', tag)),
    options: optionsOf(product),
    variants: variantsOf(product, pictureOf),
    sales_channels: [placing.channel],
    shipping_profile_id: placing.profile,
  }
}

/** A product without any choice has one all the same: clients ask for one. */
function optionsOf({ colours, sizes, choice }: DemoProduct) {
  return [
    { title: 'Colour', values: [...colours] },
    ...(sizes ? [{ title: 'Size', values: [...sizes] }] : []),
    ...(choice ? [{ title: choice.title, values: Object.keys(choice.values) }] : []),
  ]
}

function variantsOf(product: DemoProduct, pictureOf: (colour: Colour) => string): NewCatalogVariant[] {
  const { colours, sizes, choice, amounts } = product
  const others: { value?: string; options: Record<string, string>; amounts: Amounts }[] = sizes
    ? sizes.map((size) => ({ value: size, options: { Size: size }, amounts }))
    : choice
      ? Object.entries(choice.values).map(([value, own]) => ({
          value,
          options: { [choice.title]: value },
          amounts: own,
        }))
      : [{ options: {}, amounts }]
  return colours.flatMap((colour) =>
    others.map(({ value, options, amounts: [eur, usd] }) => ({
      title: value === undefined ? colour : `${colour} / ${value}`,
      sku: skuOf(product.title, colour, value),
      thumbnail: pictureOf(colour),
      weight: product.weight,
      manage_inventory: true,
      options: { Colour: colour, ...options },
      prices: [
        { currency_code: 'eur', amount: eur },
        { currency_code: 'usd', amount: usd },
      ],
    })),
  )
}

/** `Harbour Tee` in `Snow`, `M` → `HARBOUR-TEE-SNOW-M` */
const skuOf = (...parts: (string | undefined)[]) =>
  parts
    .filter((part) => part !== undefined)
    .join('-')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '-')
