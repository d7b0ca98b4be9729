import { DEFAULT_TYPES } from './media-types.ts'

const MEBIBYTE = 1_048_576

/**
 * What may be uploaded. Register another one under this class to change it.
 *
 * @example
 * provide(FileOptions, () => new FileOptions({ max_size: 5_000_000, allowed_types: ['image/*'] }))
 */
export class FileOptions {
  /** Bytes a file may have. Default: 50 MiB. */
  readonly max_size: number
  /** Media types, of which `*` stands for any part. Default: pictures, sound, video, fonts, text and documents. */
  readonly allowed_types: readonly string[]

  constructor(options: { max_size?: number; allowed_types?: readonly string[] } = {}) {
    this.max_size = options.max_size ?? 50 * MEBIBYTE
    this.allowed_types = options.allowed_types ?? DEFAULT_TYPES
  }
}
