import type { Amounts } from './demo-product.ts'

/** What goes out at a lower price, by the product's title. */
export const sale = {
  title: 'End of the season',
  description: 'The rest of what was on the walls this summer.',
  amounts: {
    'Day Pack 14 L': [47, 51],
    'Five-Panel Cap': [29, 31],
  } as Readonly<Record<string, Amounts>>,
}
