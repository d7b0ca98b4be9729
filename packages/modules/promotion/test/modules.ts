import { type Modules, startModules } from '@stoa/kernel'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { type NewPromotion, PromotionService, promotionModule } from '../src/index.ts'

/** The module on a database of its own. */
export async function startPromotions() {
  const database: TestDatabase = await createTestDatabase()
  const modules: Modules = await startModules([promotionModule], {
    database: { url: database.url, max_connections: 60 },
  })
  await modules.migrate()
  return {
    database,
    modules,
    service: modules.resolve(PromotionService),
    async close() {
      await modules.close()
      await database.drop()
    },
    /** The statements that some work sends, but for begin and commit. */
    async statementsOf(work: () => Promise<unknown>): Promise<string[]> {
      const texts: string[] = []
      const stop = modules.database.onStatement((text) => texts.push(text))
      await work()
      stop()
      return texts.filter((text) => !/^(begin|commit)/i.test(text))
    },
  }
}

let count = 0

/** An active promotion of 10 % off all items, unless it is said otherwise. */
export function newPromotion(more: Partial<NewPromotion> = {}, method: object = {}): NewPromotion {
  count += 1
  return {
    code: `CODE${count}`,
    type: 'standard',
    status: 'active',
    ...more,
    application_method: {
      type: 'percentage',
      value: 10,
      target_type: 'items',
      allocation: 'across',
      ...method,
    },
  }
}
