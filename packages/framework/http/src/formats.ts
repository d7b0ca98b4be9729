import type { Ajv } from 'ajv'
import Format from 'typebox/format'
import { EMAIL } from './schemas/values.ts'

/** The formats schemas may name; one that is not here is not checked. */
export function addFormats(ajv: Ajv): void {
  ajv.addFormat('email', new RegExp(EMAIL))
  ajv.addFormat('date', { type: 'string', validate: Format.IsDate })
  ajv.addFormat('date-time', { type: 'string', validate: isDateTime })
  ajv.addFormat('uri', { type: 'string', validate: Format.IsUri })
  ajv.addFormat('uuid', { type: 'string', validate: Format.IsUuid })
}

/** RFC 3339 wants seconds; a form in a browser gives none. */
const isDateTime = (text: string) => Format.IsDateTime(text.replace(/T\d\d:\d\d(?=Z|[+-])/, '$&:00'))
