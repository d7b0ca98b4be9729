import type { Ajv } from 'ajv'
import Format from 'typebox/format'
import { EMAIL } from './schemas/values.ts'

/** The formats schemas may name; one that is not here is not checked. */
export function addFormats(ajv: Ajv): void {
  ajv.addFormat('email', new RegExp(EMAIL))
  ajv.addFormat('date', { type: 'string', validate: Format.IsDate })
  ajv.addFormat('date-time', { type: 'string', validate: Format.IsDateTime })
  ajv.addFormat('uri', { type: 'string', validate: Format.IsUri })
  ajv.addFormat('uuid', { type: 'string', validate: Format.IsUuid })
}
