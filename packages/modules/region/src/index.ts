export { Country } from './entities/country.ts'
export { Region } from './entities/region.ts'
export { regionModule } from './module.ts'
export { RegionService } from './service.ts'
