/** Where the demo shop sells, what a value-added tax is there in percent, and what shipping costs. */
export const europe = {
  name: 'Europe',
  currency_code: 'eur',
  /** The standard rates, which in these countries is what our goods have. */
  taxes: {
    at: 20,
    be: 21,
    de: 19,
    dk: 25,
    es: 21,
    fi: 25.5,
    fr: 20,
    ie: 23,
    it: 22,
    lu: 17,
    nl: 21,
    pl: 23,
    pt: 23,
    se: 25,
  },
  shipping: { standard: 4.9, express: 12.9 },
  location: {
    name: 'Hamburg',
    address: { address_1: 'Am Sandtorkai 12', city: 'Hamburg', postal_code: '20457', country_code: 'de' },
  },
} as const

export const unitedStates = {
  name: 'United States',
  currency_code: 'usd',
  /** There is no tax of the whole country; the states' own come below it. */
  taxes: { us: null },
  shipping: { standard: 6, express: 18 },
  location: {
    name: 'Portland',
    address: {
      address_1: '1200 NW Naito Parkway',
      city: 'Portland',
      province: 'OR',
      postal_code: '97209',
      country_code: 'us',
    },
  },
} as const

export type Place = typeof europe | typeof unitedStates
