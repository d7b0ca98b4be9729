import { fieldsQuery, languageTag, type StoaServer, sendJson, words } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { Query, resolveFields } from '@stoa/query'
import { fieldRules, resource } from '@stoa/rest'
import { TranslationService } from '@stoa/translation'
import { Type } from 'typebox'

const fields = fieldRules('code name')

/** The languages that words can be translated into. Like currencies they are found by their code. */
export async function adminLocales(app: StoaServer): Promise<void> {
  if (!app.container.has(TranslationService)) return
  const filters = { q: Type.String(), code: words() }
  resource(app, { path: '/admin/locales', entity: 'locale', fields }).list({ default_limit: 200, filters })

  app.get(
    '/admin/locales/:code',
    { schema: { params: Type.Object({ code: Type.String() }), querystring: fieldsQuery() } },
    async (request, reply) => {
      const { code } = request.params
      const text = await request.container.resolve(Query).firstText('locale', {
        fields: resolveFields(request.query.fields, fields),
        filters: { code: languageTag(code) ?? code },
      })
      if (text === undefined) throw new StoaError('not_found', `Locale with code: ${code} was not found`)
      return sendJson(reply, `{"locale":${text}}`)
    },
  )
}
