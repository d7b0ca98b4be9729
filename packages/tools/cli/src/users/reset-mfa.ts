import { AuthService, authModule, type MfaFactor, MfaService } from '@stoa/auth'
import { Events, eventsModule } from '@stoa/events'
import { type Modules, StoaError } from '@stoa/kernel'
import { command } from '../command.ts'
import { withModules } from '../open-module.ts'

export const resetMfa = command({
  meta: {
    name: 'reset-mfa',
    description:
      'Lets somebody in who has lost their second factor: disables their factors, voids their recovery codes, ends their sessions',
  },
  options: {
    email: { type: 'string', description: 'With what they sign in' },
    json: { type: 'boolean', description: 'Writes JSON' },
  },
  async run({ email, json }) {
    if (email === undefined) throw new StoaError('invalid_data', 'Say whose second factor it is: --email.')
    const factors = await withModules([authModule, eventsModule], (modules) => reset(modules, email))
    if (json) console.log(JSON.stringify(factors, null, 2))
    else console.log(inWords(email, factors))
  },
})

async function reset(modules: Modules, email: string): Promise<MfaFactor[]> {
  const entity_id = email.trim().toLowerCase()
  const logins = await modules.resolve(AuthService).listProviderIdentities({ entity_id })
  if (logins.length === 0) throw new StoaError('not_found', `Nobody signs in with ${email}.`)
  const identities = [...new Set(logins.map(({ auth_identity_id }) => auth_identity_id))]
  return modules.transaction(async () => {
    const disabled: MfaFactor[] = []
    for (const id of identities) disabled.push(...(await modules.resolve(MfaService).reset(id)))
    await modules.resolve(Events).emitAll(
      disabled.map(({ id, auth_identity_id, provider }) => ({
        name: 'auth.mfa_disabled',
        data: { id, auth_identity_id, provider },
      })),
    )
    return disabled
  })
}

function inWords(email: string, factors: readonly MfaFactor[]): string {
  if (factors.length === 0) return `${email} had no second factor. All sessions have ended.`
  const kinds = factors.map(({ provider }) => provider).join(', ')
  return `${email} signs in without ${kinds} from now on. All sessions have ended.`
}
