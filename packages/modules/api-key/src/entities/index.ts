import { ApiKey } from './api-key.ts'

/** Every entity of the module, by its name. */
export const entities = {
  ApiKey,
}
