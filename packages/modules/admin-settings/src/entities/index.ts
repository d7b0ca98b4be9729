import { LayoutConfiguration } from './layout-configuration.ts'
import { PropertyLabel } from './property-label.ts'
import { UserPreference } from './user-preference.ts'
import { ViewConfiguration } from './view-configuration.ts'

/** Every entity of the module, by its name. */
export const entities = { LayoutConfiguration, PropertyLabel, UserPreference, ViewConfiguration }
