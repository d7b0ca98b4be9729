import type { StoaServer } from '@stoa/http'
import { Query } from '@stoa/query'

const names = new Intl.DisplayNames('en', { type: 'language' })

/** The languages the shop says it speaks; none where it says nothing. */
export async function storeLocales(app: StoaServer): Promise<void> {
  app.get('/store/locales', { schema: {} }, async ({ container }) => {
    const rows = await container.resolve(Query).list<{ locale_code: string }>('store_locale', {
      fields: ['locale_code'],
      filters: { store: {} },
    })
    const codes = [...new Set(rows.map(({ locale_code }) => locale_code))]
    return { locales: codes.map((code) => ({ code, name: names.of(code) ?? code })) }
  })
}
