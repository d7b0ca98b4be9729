import 'reflect-metadata'
import {
  type DependencyContainer,
  type InjectionToken,
  instanceCachingFactory,
  container as rootContainer,
} from 'tsyringe'
import { StoaError } from './errors.ts'
import type { Class, Provider } from './module.ts'

/** Where modules find each other's services: a class is its own token, and the last registration under it wins. */
export class Container {
  readonly #container: DependencyContainer = rootContainer.createChildContainer()

  /**
   * Registers a provider. What is made from it is made once, when it is first resolved. Registering under a token that is
   * taken replaces what was there.
   */
  register<Instance>(provider: Provider<Instance>): void {
    this.#container.register(provider.token as InjectionToken<Instance>, {
      useFactory: instanceCachingFactory(() => provider.factory(this)),
    })
  }

  /**
   * What is registered under a class.
   *
   * @throws StoaError `not_found` if nothing is
   */
  resolve<Instance>(token: Class<Instance>): Instance {
    if (!this.has(token)) {
      throw new StoaError(
        'not_found',
        `Nothing is registered for ${token.name}. Add the module or plugin that provides it.`,
      )
    }
    return this.#container.resolve(token as InjectionToken<Instance>)
  }

  /** Whether something is registered under a class. */
  has(token: Class<unknown>): boolean {
    return this.#container.isRegistered(token as InjectionToken<unknown>)
  }
}
