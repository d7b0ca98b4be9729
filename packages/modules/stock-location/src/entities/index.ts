import { StockLocation } from './stock-location.ts'
import { StockLocationAddress } from './stock-location-address.ts'

/** Every entity of the module, by its name. */
export const entities = {
  StockLocation,
  StockLocationAddress,
}
