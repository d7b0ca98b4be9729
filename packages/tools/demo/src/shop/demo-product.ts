import type { Colour } from '../pictures/palette.ts'
import type { Drawing } from '../pictures/picture.ts'
import type { CategoryName, CollectionName, TagName, TypeName } from './shelves.ts'

/** Amounts in euros, tax included, and in US dollars without tax. */
export type Amounts = readonly [eur: number, usd: number]

/** A product as the demo's lists describe it. */
export interface DemoProduct {
  title: string
  subtitle: string
  description: string
  drawing: Drawing
  type: TypeName
  category: CategoryName
  collection?: CollectionName
  tags?: readonly TagName[]
  /** Of one colour there is no choice. */
  colours: readonly [Colour, ...Colour[]]
  sizes?: readonly string[]
  /** Another thing to choose, each value with its price. */
  choice?: { title: string; values: Readonly<Record<string, Amounts>> }
  amounts: Amounts
  /** Grams. */
  weight: number
  material?: string
  /** Two letters. */
  origin: string
  /** How many of each variant lie in Hamburg and in Portland. Default: 24 and 12. */
  stock?: readonly [hamburg: number, portland: number]
}
