interface Identifiable {
  price_set_id: string
  currency_code: string
  min_quantity: unknown
  max_quantity: unknown
  price_rules: { attribute: string; operator: string; value: string }[]
}

/** What makes two prices the same one at different amounts. */
export function identity(price: Identifiable): string {
  const rules = price.price_rules
    .map(({ attribute, operator, value }) => `${attribute} ${operator} ${value}`)
    .sort()
  const quantities = [price.min_quantity, price.max_quantity].map((value) => value?.toString() ?? '')
  return JSON.stringify([price.price_set_id, price.currency_code, ...quantities, ...rules])
}
