import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { graph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { prepare } from './prepare.ts'
import { TranslationService } from './service.ts'

/** The words of a shop in other languages. */
export const translationModule = defineModule({
  name: 'translation',
  entities: Object.values(entities),
  migrations,
  service: TranslationService,
  graph,
  prepare,
})
