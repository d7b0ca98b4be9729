import { type Modules, provide, startModules } from '@stoa/kernel'
import { createTestDatabase } from '@stoa/testing'
import {
  AuthenticationProviders,
  AuthOptions,
  AuthService,
  authModule,
  EmailPasswordProvider,
} from '../src/index.ts'

/** A second way to sign in, which knows people by the same names. */
class Badge extends EmailPasswordProvider {
  override readonly id = 'badge' as never
}

/** The module on a database of its own. */
export interface TestModule {
  url: string
  modules: Modules
  auth: AuthService
  close(): Promise<void>
}

export async function openModule(): Promise<TestModule> {
  const database = await createTestDatabase()
  const modules = await startModules([authModule], {
    database: database.url,
    providers: [
      provide(AuthOptions, () => new AuthOptions({ jwt_secret: 'a secret for tests' })),
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
    async close() {
      await modules.close()
      await database.drop()
    },
  }
}
