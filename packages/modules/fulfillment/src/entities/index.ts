import { Fulfillment } from './fulfillment.ts'
import { FulfillmentAddress } from './fulfillment-address.ts'
import { FulfillmentItem } from './fulfillment-item.ts'
import { FulfillmentLabel } from './fulfillment-label.ts'
import { FulfillmentProvider } from './fulfillment-provider.ts'
import { FulfillmentSet } from './fulfillment-set.ts'
import { GeoZone } from './geo-zone.ts'
import { ServiceZone } from './service-zone.ts'
import { ShippingOption } from './shipping-option.ts'
import { ShippingOptionRule } from './shipping-option-rule.ts'
import { ShippingOptionType } from './shipping-option-type.ts'
import { ShippingProfile } from './shipping-profile.ts'

/** Every entity of the module, by its name. */
export const entities = {
  Fulfillment,
  FulfillmentAddress,
  FulfillmentItem,
  FulfillmentLabel,
  FulfillmentProvider,
  FulfillmentSet,
  GeoZone,
  ServiceZone,
  ShippingOption,
  ShippingOptionRule,
  ShippingOptionType,
  ShippingProfile,
}
