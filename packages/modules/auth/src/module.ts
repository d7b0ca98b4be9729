import { defineModule, provide } from '@stoa/kernel'
import { AuthOptions } from './auth-options.ts'
import { AuthenticationProviders } from './authentication-provider.ts'
import { EmailPasswordProvider } from './email-password-provider.ts'
import { entities } from './entities/index.ts'
import { MfaProviders } from './mfa/mfa-provider.ts'
import { MfaService } from './mfa/mfa-service.ts'
import { TotpProvider } from './mfa/totp-provider.ts'
import { migrations } from './migrations/index.ts'
import { AuthService } from './service.ts'
import { SessionTokens } from './session-tokens.ts'

/** Identities, passwords, second factors and sessions. */
export const authModule = defineModule({
  name: 'auth',
  entities: Object.values(entities),
  migrations,
  service: AuthService,
  providers: [
    provide(AuthenticationProviders, () => new AuthenticationProviders([new EmailPasswordProvider()])),
    provide(MfaProviders, () => new MfaProviders([new TotpProvider()])),
    provide(MfaService, (container) => new MfaService(container)),
    provide(SessionTokens, (container) => new SessionTokens(container.resolve(AuthOptions))),
  ],
})
