import type { Host } from '@stoa/host'

/** A line for the shell that shows products, with prices where there is a region. */
export async function exampleCall({ database }: Host['modules'], url: string, key: string): Promise<string> {
  const [region] = await database.query<{ id: string }>(
    'select id from stoa_region.region where deleted_at is null order by id limit 1',
  )
  const prices = region ? `&region_id=${region.id}&fields=title,variants.title,variants.calculated_price` : ''
  return `curl -H 'x-publishable-api-key: ${key}' '${url}/store/products?limit=3${prices}'`
}
