import { createDemoShop, demoImages } from '@stoa/demo'
import type { Environment, Host, StoaConfig } from '@stoa/host'

/** The pictures of the demo shop, where it is wanted. */
export function withDemoImages(config: StoaConfig, { demo }: Environment): StoaConfig {
  return demo ? { ...config, areas: [...(config.areas ?? []), demoImages] } : config
}

/** Puts the demo shop into one that has no products yet, where it is wanted. */
export async function fillEmptyShop({ modules }: Host, { demo, public_url }: Environment): Promise<void> {
  if (demo) await createDemoShop(modules.container, { image_url: `${public_url}/static/demo` })
}
