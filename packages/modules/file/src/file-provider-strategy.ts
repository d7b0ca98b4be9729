/** A file that a provider is given to keep. */
export interface FileToKeep {
  /** Under what it is kept from now on: letters, digits, `.`, `_` and `-`, never used before. */
  key: string
  mime_type: string
  /** Whether whoever knows its URL may read it. */
  access: 'public' | 'private'
}

/** Where a client sends a file itself. */
export interface UploadUrl {
  /** With `https://` or `http://`, for a PUT of the bytes; a path of this API takes a multipart POST instead. */
  url: string
  /** Under what the file will be found. */
  key: string
}

/**
 * Where files are kept: a directory, or a service outside. Keys may come from clients, so a provider must not take any part
 * of one for a path.
 */
export abstract class FileProviderStrategy {
  /** Such as `local`. */
  abstract readonly id: string

  /**
   * The directory whose files the host serves under `/static`; those in directories within it stay private. Absent where
   * files are served from elsewhere.
   */
  readonly served_directory?: string

  /**
   * Keeps a file. Where that fails, or the contents end with an error, nothing of it stays.
   *
   * @throws what the contents throw, unchanged
   */
  abstract upload(file: FileToKeep, contents: AsyncIterable<Uint8Array>): Promise<void>

  /** Whether there is a file under this key. */
  abstract has(key: string): Promise<boolean>

  /** Where clients read a file that is there. */
  abstract getUrl(key: string): Promise<string>

  /** The bytes of a file that is there. */
  abstract download(key: string): Promise<AsyncIterable<Uint8Array>>

  /** Forgets a file. One that is not there is fine. */
  abstract delete(key: string): Promise<void>

  /**
   * Where a client uploads a file without sending it through this host.
   *
   * @throws StoaError `not_allowed` if it cannot be kept like that
   */
  abstract getUploadUrl(file: FileToKeep): Promise<UploadUrl>
}
