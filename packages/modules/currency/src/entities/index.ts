import { Currency } from './currency.ts'

/** Every entity of the module, by its name. */
export const entities = {
  Currency,
}
