const ADDRESS = `first_name last_name phone company address_1 address_2 city country_code province postal_code
  metadata`.split(/\s+/)

/** The columns of a postal address alone, its country in lower case. */
export function addressOf(given: Record<string, unknown> | null | undefined): Record<string, unknown> | null {
  if (!given) return null
  const address = Object.fromEntries(ADDRESS.map((name) => [name, given[name] ?? null]))
  const { country_code } = address
  return { ...address, country_code: typeof country_code === 'string' ? country_code.toLowerCase() : null }
}
