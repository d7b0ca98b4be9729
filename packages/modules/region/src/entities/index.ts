import { Country } from './country.ts'
import { Region } from './region.ts'

/** Every entity of the module, by its name. */
export const entities = {
  Country,
  Region,
}
