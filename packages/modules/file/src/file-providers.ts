import { ProviderRegistry, StoaError } from '@stoa/kernel'
import type { FileProviderStrategy } from './file-provider-strategy.ts'

/**
 * Where files are kept. The first one is used. The module comes with none: register the one the shop uses under this class.
 *
 * @example
 * provide(FileProviders, () => new FileProviders([new LocalFiles({ directory: 'uploads', backend_url })]))
 */
export class FileProviders extends ProviderRegistry<FileProviderStrategy> {
  readonly kind = 'file provider'

  /** @throws StoaError `unexpected_state` if there is none */
  get first(): FileProviderStrategy {
    const [id] = this.ids
    if (id !== undefined) return this.get(id)
    throw new StoaError(
      'unexpected_state',
      'Files cannot be kept: no file provider is registered. Add one, such as @stoa/file-local.',
    )
  }
}
