import { defineModule, provide } from '@stoa/kernel'
import { FileOptions } from './file-options.ts'
import { FileProviders } from './file-providers.ts'
import { FileService } from './service.ts'

/** The files of a shop. It has no tables: what there is, its provider knows. */
export const fileModule = defineModule({
  name: 'file',
  entities: [],
  migrations: [],
  service: FileService,
  providers: [
    provide(FileProviders, () => new FileProviders([])),
    provide(FileOptions, () => new FileOptions()),
  ],
})
