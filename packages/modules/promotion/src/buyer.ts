/** Who buys, as far as it is known: budgets may count by customer or by e-mail address. */
export interface Buyer {
  customer_id?: string | null
  /** In any case. */
  customer_email?: string | null
}

/** What budgets keep of a buyer, by attribute: only what is known. Case makes no other address. */
export function valuesOf({ customer_id, customer_email }: Buyer): Record<string, string> {
  return {
    ...(customer_id ? { customer_id } : {}),
    ...(customer_email ? { customer_email: customer_email.toLowerCase() } : {}),
  }
}
