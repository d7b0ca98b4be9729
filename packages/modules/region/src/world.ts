import countries from 'i18n-iso-countries'
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' }

countries.registerLocale(english as never)

/** A country as the table holds it. */
export interface WorldCountry {
  iso_2: string
  iso_3: string
  num_code: string
  name: string
  display_name: string
}

/** Every country of ISO 3166-1 with its English name. */
export function world(): WorldCountry[] {
  return Object.entries(countries.getAlpha2Codes()).map(([alpha2, alpha3]) => {
    const name = countries.getName(alpha2, 'en') ?? alpha2
    return {
      iso_2: alpha2.toLowerCase(),
      iso_3: alpha3.toLowerCase(),
      num_code: countries.alpha2ToNumeric(alpha2) ?? '',
      name: name.toUpperCase(),
      display_name: name,
    }
  })
}
