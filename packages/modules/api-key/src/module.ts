import { defineModule } from '@stoa/kernel'
import { defineSearch } from '@stoa/query'
import { entities } from './entities/index.ts'
import { migrations } from './migrations/index.ts'
import { ApiKeyService } from './service.ts'

/** Publishable and secret API keys. */
export const apiKeyModule = defineModule({
  name: 'api_key',
  entities: Object.values(entities),
  migrations,
  service: ApiKeyService,
  graph: [defineSearch('api_key', ['title', 'redacted'])],
})
