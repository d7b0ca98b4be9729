import { type Answer, ok, type Shop } from './shop.ts'

const BOUNDS = /^\s*(begin|commit|rollback|savepoint|release|start transaction)/i

/** How many statements PostgreSQL receives while `work` runs, but for the bounds of transactions. Who is asking is not among them. */
export async function costOf(shop: Shop, work: () => Promise<Answer>): Promise<number> {
  const seen: string[] = []
  const stop = shop.database.onStatement((text) => {
    if (!BOUNDS.test(text)) seen.push(text)
  })
  ok(await work().finally(stop))
  return seen.length
}
