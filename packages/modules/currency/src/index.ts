export { Currency } from './entities/currency.ts'
export { currencyModule } from './module.ts'
export { CurrencyService } from './service.ts'
