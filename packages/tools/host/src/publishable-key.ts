import { ApiKeyService } from '@stoa/api-key'
import type { Container } from '@stoa/kernel'

/** The token of the shop's oldest publishable key that is open, or undefined. */
export async function publishableKey(container: Container): Promise<string | undefined> {
  const [key] = await container
    .resolve(ApiKeyService)
    .listApiKeys({ type: 'publishable', revoked_at: null }, { limit: 1, order: { id: 'asc' } } as never)
  return key?.token
}
