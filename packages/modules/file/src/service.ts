import { type Container, StoaError } from '@stoa/kernel'
import { bounded, tooLarge } from './bounded.ts'
import { newKey, safeFileName } from './file-name.ts'
import { FileOptions } from './file-options.ts'
import type { FileProviderStrategy, FileToKeep } from './file-provider-strategy.ts'
import { FileProviders } from './file-providers.ts'
import { endingOfType, isAmong, mediaType, typeOfName } from './media-types.ts'

/** A file to keep. */
export interface NewFile {
  /** As it was called where it comes from; only a readable rest of it stays in the id. */
  filename: string
  /** As declared by whoever sends it. The ending of the name counts for more. Default: what the name tells. */
  mime_type?: string | undefined
  /** Default: `public`. */
  access?: FileToKeep['access'] | undefined
  /** Bytes it may have. Default: what {@link FileOptions} say; a shop's own files may be larger. */
  max_size?: number | undefined
}

/** A file that somebody is about to upload. */
export interface AnnouncedFile extends NewFile {
  /** In bytes. */
  size: number
}

/** A file that is kept. */
export interface KeptFile {
  /** Under what its provider keeps it. */
  id: string
  url: string
}

/** The files of a shop. */
export class FileService {
  readonly #providers: FileProviders
  readonly #options: FileOptions

  constructor(container: Container) {
    this.#providers = container.resolve(FileProviders)
    this.#options = container.resolve(FileOptions)
  }

  /** Bytes a file may have. */
  get max_size(): number {
    return this.#options.max_size
  }

  /** The directory whose files the host serves under `/static`, if there is one. */
  get served_directory(): string | undefined {
    return this.#provider.served_directory
  }

  /**
   * Keeps a file. Where that fails, nothing of it stays.
   *
   * @throws StoaError `invalid_data` for a type that is not allowed, and with the code `file_too_large`
   * @example
   * await files.createFile({ filename: 'shirt.jpg' }, createReadStream('shirt.jpg'))
   */
  async createFile(file: NewFile, contents: AsyncIterable<Uint8Array>): Promise<KeptFile> {
    const kept = this.#accept(file)
    const most = file.max_size ?? this.max_size
    await this.#provider.upload(kept, bounded(contents, safeFileName(file.filename), most))
    return { id: kept.key, url: await this.#provider.getUrl(kept.key) }
  }

  async hasFile(id: string): Promise<boolean> {
    return this.#provider.has(id)
  }

  /** @throws StoaError `not_found` */
  async retrieveFile(id: string): Promise<KeptFile> {
    await this.#assertThere(id)
    return { id, url: await this.#provider.getUrl(id) }
  }

  /**
   * The bytes of a file.
   *
   * @throws StoaError `not_found`
   */
  async downloadFile(id: string): Promise<AsyncIterable<Uint8Array>> {
    await this.#assertThere(id)
    return this.#provider.download(id)
  }

  /** Forgets files. Those that are not there are passed over. */
  async deleteFiles(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#provider.delete(id)
  }

  /**
   * Where a client uploads a file itself.
   *
   * @returns `filename` is the id the file will have
   * @throws StoaError `invalid_data` for a type or size that is not allowed
   */
  async createUploadUrl(file: AnnouncedFile): Promise<{ url: string; filename: string; extension: string }> {
    if (file.size > this.max_size) throw tooLarge(safeFileName(file.filename), this.max_size)
    const { url, key } = await this.#provider.getUploadUrl(this.#accept(file))
    return { url, filename: key, extension: key.split('.').slice(1).at(-1) ?? '' }
  }

  get #provider(): FileProviderStrategy {
    return this.#providers.first
  }

  async #assertThere(id: string): Promise<void> {
    if (await this.hasFile(id)) return
    throw new StoaError('not_found', `File with id: ${id} was not found`)
  }

  #accept({ filename, mime_type = '', access = 'public' }: NewFile): FileToKeep {
    const name = safeFileName(filename)
    const declared = mediaType(mime_type)
    const type = typeOfName(name) ?? declared
    if (type === undefined || !isAmong(type, this.#options.allowed_types)) {
      throw new StoaError(
        'invalid_data',
        `The file ${name} is of the type ${type ?? 'unknown'}, which is not allowed. Allowed are: ${this.#options.allowed_types.join(', ')}.`,
        { code: 'file_type_not_allowed' },
      )
    }
    return { key: newKey(withEnding(name, type)), mime_type: type, access }
  }
}

/** Without an ending nobody could tell what to serve it as. */
function withEnding(name: string, type: string): string {
  const ending = name.includes('.') ? undefined : endingOfType(type)
  return ending === undefined ? name : `${name}.${ending}`
}
