import type { StoaServer } from '@stoa/http'
import { PricingService } from '@stoa/pricing'
import { fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { words } from '../named-things.ts'

const filters = { q: Type.String(), id: words(), attribute: words(), value: words() }

const preference = Type.Object({
  attribute: Type.String(),
  value: Type.String(),
  is_tax_inclusive: Type.Optional(Type.Boolean()),
})

/** Whether prices of regions and in currencies include tax. */
export async function adminPricePreferences(app: StoaServer): Promise<void> {
  const preferences = resource(app, {
    path: '/admin/price-preferences',
    entity: 'price_preference',
    fields: fieldRules('id attribute value is_tax_inclusive created_at deleted_at updated_at'),
  })
  preferences.list({ default_limit: 300, filters })
  preferences.retrieve()
  preferences.create(preference, ({ attribute, value, is_tax_inclusive }, { container }) =>
    container
      .resolve(PricingService)
      .createPricePreferences({ attribute, value: normalized(attribute, value), is_tax_inclusive } as never),
  )
  preferences.update(Type.Partial(preference), async (body, { container }, id) => {
    const pricing = container.resolve(PricingService)
    const present = await pricing.retrievePricePreference(id)
    const { attribute = present.attribute, value = present.value ?? '', is_tax_inclusive } = body
    await pricing.updatePricePreferences({
      id,
      attribute,
      value: normalized(attribute, value),
      is_tax_inclusive,
    } as never)
  })
  preferences.delete((id, { container }) => container.resolve(PricingService).softDeletePricePreferences(id))
}

/** Prices know their currency in lower case. */
const normalized = (attribute: string, value: string) =>
  attribute === 'currency_code' ? value.toLowerCase() : value
