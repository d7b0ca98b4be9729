import { type Modules, provide, startModules } from '@stoa/kernel'
import { createTestDatabase } from '@stoa/testing'
import {
  AuthenticationProviders,
  AuthOptions,
  AuthService,
  authModule,
  EmailPasswordProvider,
  type MfaEnrollee,
  MfaProvider,
  MfaProviders,
  MfaService,
  TotpProvider,
} from '../src/index.ts'

/** A second way to sign in, which knows people by the same names. */
class Badge extends EmailPasswordProvider {
  override readonly id = 'badge' as never
}

/** A second kind of second factor, whose code is always the same. */
class Pager extends MfaProvider {
  readonly id = 'pager'
  readonly enroll = async ({ account }: MfaEnrollee) => ({ kept: { code: `page ${account}` } })
  readonly verify = async (code: string, kept: Readonly<Record<string, unknown>>) => ({
    valid: code === kept.code,
  })
}

/** The module on a database of its own. */
export interface TestModule {
  url: string
  modules: Modules
  auth: AuthService
  mfa: MfaService
  /** What authenticator apps and the shop go by: in milliseconds, and only as the test says. */
  clock: { now: number }
  close(): Promise<void>
}

export async function openModule(): Promise<TestModule> {
  const database = await createTestDatabase()
  const clock = { now: 1_700_000_000_000 }
  const modules = await startModules([authModule], {
    database: database.url,
    providers: [
      provide(AuthOptions, () => new AuthOptions({ jwt_secret: 'a secret for tests' })),
      provide(
        MfaProviders,
        () => new MfaProviders([new TotpProvider({ now: () => clock.now }), new Pager()]),
      ),
      provide(
        AuthenticationProviders,
        () => new AuthenticationProviders([new EmailPasswordProvider(), new Badge()]),
      ),
    ],
  })
  await modules.migrate()
  return {
    url: database.url,
    modules,
    auth: modules.resolve(AuthService),
    mfa: modules.resolve(MfaService),
    clock,
    async close() {
      await modules.close()
      await database.drop()
    },
  }
}
