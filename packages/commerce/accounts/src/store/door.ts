import type { AuthConfig } from '@stoa/http'

/** The door of what belongs to a customer. */
export const customersOnly: AuthConfig = { actor: 'customer', by: ['session', 'bearer'] }
