import type { StoaServer } from '@stoa/http'
import { Installed } from '../installed.ts'

/** What the host was started with: `/admin/feature-flags`, which the admin reads before anybody has signed in, and `/admin/plugins`. */
export async function adminInstalled(app: StoaServer): Promise<void> {
  const { plugins, feature_flags } = app.container.has(Installed)
    ? app.container.resolve(Installed)
    : new Installed()

  app.get('/admin/feature-flags', { config: { auth: false, permission: false } }, async () => ({
    feature_flags,
  }))

  app.get('/admin/plugins', async () => ({ plugins: plugins.map((name) => ({ name })) }))
}
