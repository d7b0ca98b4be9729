/** The categories, with those below them. */
export const categories = {
  Clothing: ['Tops', 'Outerwear', 'Trousers', 'Accessories'],
  Bags: ['Backpacks', 'Everyday Bags'],
  Home: ['Kitchen', 'Living'],
  Coffee: ['Beans', 'Brewing'],
  Outdoors: [],
} as const

export type CategoryName = keyof typeof categories | (typeof categories)[keyof typeof categories][number]

export const collections = ['Autumn Walks', 'Everyday Classics', 'Slow Mornings'] as const
export type CollectionName = (typeof collections)[number]

export const types = ['Apparel', 'Bag', 'Homeware', 'Coffee', 'Gear'] as const
export type TypeName = (typeof types)[number]

export const tags = ['organic', 'wool', 'waterproof', 'handmade', 'recycled', 'gift', 'new'] as const
export type TagName = (typeof tags)[number]
