import { MfaService } from '@stoa/auth'
import { Events } from '@stoa/events'
import { type AuthConfig, metadata, nullable, type StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { known } from '../known.ts'
import { identityOf, sessionIdOf } from './tokens.ts'

const anybody: AuthConfig = { actor: '*', by: ['session', 'bearer'], allow_unregistered: true }

const text = () => Type.String({ minLength: 1 })
const oneFactor = Type.Object({ id: Type.String() })
const newFactor = Type.Object({
  provider: text(),
  label: Type.Optional(nullable(Type.String())),
  issuer: Type.Optional(Type.String()),
  metadata: Type.Optional(metadata()),
})
const firstCode = Type.Object({ code: text() })
const lastCode = Type.Object({ method: Type.Optional(text()), code: Type.Optional(text()) })
const howMany = Type.Object({ count: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })) })

/** Of a factor nothing is shown by which codes could be made. */
const SHOWN = ['id', 'auth_identity_id', 'provider', 'status', 'metadata']

const wrongCode = () =>
  new StoaError('invalid_data', 'The code is wrong, has been used or has expired. Try the next one.')

/** The second factors of whoever asks, and the codes that replace them. */
export async function mfaFactors(app: StoaServer): Promise<void> {
  app.get('/auth/mfa/factors', { config: { auth: anybody } }, async (request) => ({
    mfa_factors: await request.container.resolve(Query).list('auth_mfa_factor', {
      fields: SHOWN,
      filters: { auth_identity_id: identityOf(request), status: ['pending', 'enabled'] },
    }),
  }))

  app.post(
    '/auth/mfa/factors',
    { schema: { body: newFactor }, config: { auth: anybody } },
    async (request) => {
      const { factor, ...shown } = await request.container
        .resolve(MfaService)
        .startFactor(identityOf(request), known(newFactor, request.body))
      return { mfa_factor: factor, ...shown }
    },
  )

  app.post(
    '/auth/mfa/factors/:id/verify',
    { schema: { params: oneFactor, body: firstCode }, config: { auth: anybody } },
    async (request) => {
      const { container, params, body } = request
      const by = { auth_identity_id: identityOf(request), session_id: sessionIdOf(request), code: body.code }
      const mfa_factor = await transaction(request, async () => {
        const factor = await container.resolve(MfaService).enableFactor(params.id, by)
        if (factor) await container.resolve(Events).emit('auth.mfa_enabled', toldOf(factor))
        return factor
      })
      // Only now: a wrong code that is thrown within a transaction would not count.
      if (!mfa_factor) throw wrongCode()
      return { mfa_factor }
    },
  )

  app.delete(
    '/auth/mfa/factors/:id',
    { schema: { params: oneFactor, body: lastCode }, config: { auth: anybody } },
    async (request) => {
      const { container, params, body } = request
      const by = { ...known(lastCode, body), auth_identity_id: identityOf(request) }
      const disabled = await transaction(request, async () => {
        const gone = await container.resolve(MfaService).disableFactor(params.id, by)
        if (gone?.was_enabled) await container.resolve(Events).emit('auth.mfa_disabled', toldOf(gone.factor))
        return gone
      })
      if (!disabled) throw wrongCode()
      return { mfa_factor: disabled.factor }
    },
  )

  app.post(
    '/auth/mfa/recovery-codes',
    { schema: { body: howMany }, config: { auth: anybody } },
    async (request) => {
      const { container, body } = request
      const auth_identity_id = identityOf(request)
      return transaction(request, async () => {
        const recovery_codes = await container
          .resolve(MfaService)
          .generateRecoveryCodes(auth_identity_id, body.count)
        await container.resolve(Events).emit('auth.mfa_recovery_codes_generated', { auth_identity_id })
        return { recovery_codes }
      })
    },
  )
}

const toldOf = ({
  id,
  auth_identity_id,
  provider,
}: {
  id: string
  auth_identity_id: string
  provider: string
}) => ({
  id,
  auth_identity_id,
  provider,
})
