import mime from 'mime'

/** What shops show and sell, and no programs. */
export const DEFAULT_TYPES: readonly string[] = [
  'image/*',
  'video/*',
  'audio/*',
  'font/*',
  'model/*',
  'text/*',
  'application/epub+zip',
  'application/gzip',
  'application/json',
  'application/ld+json',
  'application/msword',
  'application/pdf',
  'application/postscript',
  'application/rtf',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.oasis.opendocument.*',
  'application/vnd.openxmlformats-officedocument.*',
  'application/xml',
  'application/zip',
]

/** `type/subtype`, RFC 6838. */
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/

/** What a client said of a file, without parameters such as a charset. Undefined if it is no media type. */
export function mediaType(declared: string): string | undefined {
  const type = declared.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return MEDIA_TYPE.test(type) ? type : undefined
}

/** The type by which a file with this name is served: its ending tells, whatever was said of it. */
export const typeOfName = (name: string): string | undefined => mime.getType(name) ?? undefined

/** The usual ending of a type, without the dot. */
export const endingOfType = (type: string): string | undefined => mime.getExtension(type) ?? undefined

/** Whether a type is one of these patterns. */
export const isAmong = (type: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => toExpression(pattern).test(type))

const toExpression = (pattern: string) => {
  const literals = pattern
    .toLowerCase()
    .split('*')
    .map((text) => text.replace(/[^a-z0-9/]/g, '\\$&'))
  return new RegExp(`^${literals.join('.*')}$`)
}
