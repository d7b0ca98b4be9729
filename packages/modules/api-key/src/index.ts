export { ApiKey, apiKeyTypes } from './entities/api-key.ts'
export { apiKeyModule } from './module.ts'
export { ApiKeyService, type NewApiKey, type Revocation } from './service.ts'
export { type ApiKeyType, hashToken } from './token.ts'
