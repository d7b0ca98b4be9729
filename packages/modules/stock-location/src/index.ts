export { StockLocation } from './entities/stock-location.ts'
export { StockLocationAddress } from './entities/stock-location-address.ts'
export { stockLocationModule } from './module.ts'
export { type StockLocationChange, StockLocationService } from './service.ts'
