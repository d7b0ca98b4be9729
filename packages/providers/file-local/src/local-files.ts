import { Readable } from 'node:stream'
import { FileProviderStrategy, type FileToKeep, type UploadUrl } from '@stoa/file'
import { StoaError } from '@stoa/kernel'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import { untilError } from './until-error.ts'

/** Where {@link LocalFiles} are. */
export interface LocalFilesOptions {
  /** Kept between starts, and shared by all hosts of a shop. Made when the first file comes. */
  directory: string
  /** Where clients reach the host, such as `https://api.shop.example`. */
  backend_url: string
}

/** A plain name in the directory: no path, no hidden file, nothing a file system would not take. */
const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,249}$/

/** Files in a directory, which the host serves under `/static`. */
export class LocalFiles extends FileProviderStrategy {
  readonly id = 'local'
  override readonly served_directory: string
  readonly #disk: Disk

  constructor({ directory, backend_url }: LocalFilesOptions) {
    super()
    this.served_directory = directory
    const base = `${backend_url.replace(/\/+$/, '')}/static`
    const generateURL = async (key: string) => `${base}/${key}`
    this.#disk = new Disk(
      new FSDriver({ location: directory, visibility: 'public', urlBuilder: { generateURL } }),
    )
  }

  async upload({ key, access }: FileToKeep, contents: AsyncIterable<Uint8Array>): Promise<void> {
    assertPublic(access)
    if (!KEY.test(key)) throw new StoaError('invalid_data', `A file cannot be kept as ${key}.`)
    const source = untilError(contents)
    try {
      await this.#disk.putStream(key, Readable.from(source.contents, { objectMode: false }))
      if (source.failure) throw source.failure.error
    } catch (error) {
      await this.#disk.delete(key)
      throw error
    }
  }

  async has(key: string): Promise<boolean> {
    return KEY.test(key) && this.#disk.exists(key)
  }

  async getUrl(key: string): Promise<string> {
    return this.#disk.getUrl(key)
  }

  async download(key: string): Promise<AsyncIterable<Uint8Array>> {
    return this.#disk.getStream(key)
  }

  async delete(key: string): Promise<void> {
    if (await this.has(key)) await this.#disk.delete(key)
  }

  /** Nobody but the host writes to its directory, so clients upload to the host. */
  async getUploadUrl({ key, access }: FileToKeep): Promise<UploadUrl> {
    assertPublic(access)
    return { url: '/admin/uploads', key }
  }
}

function assertPublic(access: FileToKeep['access']): void {
  if (access === 'public') return
  throw new StoaError(
    'not_allowed',
    'The local file provider keeps only public files: anyone who knows the URL of one can read it. Use another provider for private ones.',
  )
}
