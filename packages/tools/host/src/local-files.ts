import { join } from 'node:path'
import { LocalFiles } from '@stoa/file-local'
import type { HostOptions } from './options.ts'

/** Where nothing else is said, files are on this machine. */
const PUBLIC_URL = 'http://localhost:9000'

/** The uploaded files, in a folder of the project's own unless another one is configured. */
export function localFiles({ project = process.cwd(), uploads, public_url }: HostOptions): LocalFiles {
  return new LocalFiles({
    directory: uploads ?? join(project, '.stoa', 'uploads'),
    backend_url: public_url ?? PUBLIC_URL,
  })
}
