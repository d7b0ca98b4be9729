export { Fulfillment } from './entities/fulfillment.ts'
export { FulfillmentAddress } from './entities/fulfillment-address.ts'
export { FulfillmentItem } from './entities/fulfillment-item.ts'
export { FulfillmentLabel } from './entities/fulfillment-label.ts'
export { FulfillmentProvider } from './entities/fulfillment-provider.ts'
export { FulfillmentSet } from './entities/fulfillment-set.ts'
export { GeoZone, geoZoneTypes } from './entities/geo-zone.ts'
export { ServiceZone } from './entities/service-zone.ts'
export { ShippingOption, shippingOptionPriceTypes } from './entities/shipping-option.ts'
export { ShippingOptionRule, shippingOptionRuleOperators } from './entities/shipping-option-rule.ts'
export { ShippingOptionType } from './entities/shipping-option-type.ts'
export { ShippingProfile } from './entities/shipping-profile.ts'
export {
  type ComputedShippingPrice,
  type CreatedParcel,
  type FulfillmentOption,
  FulfillmentProviderStrategy,
  type ProviderJson,
} from './fulfillment-provider-strategy.ts'
export { FulfillmentProviders } from './fulfillment-providers.ts'
export { fulfillmentModule } from './module.ts'
export type { NewParcel, ParcelLabel } from './parcels.ts'
export { type Rule, rulesHold } from './rules.ts'
export type {
  NewShippingOption,
  OfferedShippingOption,
  ShippingContext,
  ShippingOptionChange,
} from './service.ts'
export { FulfillmentService } from './service.ts'
export { type Destination, holdsDestination, type Zone } from './zones.ts'
