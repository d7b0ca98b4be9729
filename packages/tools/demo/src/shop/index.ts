import { bags } from './bags.ts'
import { clothing } from './clothing.ts'
import { coffee } from './coffee.ts'
import type { DemoProduct } from './demo-product.ts'
import { home } from './home.ts'

/** Everything the demo shop sells. */
export const products: readonly DemoProduct[] = [...clothing, ...bags, ...home, ...coffee]
