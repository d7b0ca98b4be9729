import { Authenticator } from '@stoa/http'
import { provide } from '@stoa/kernel'
import { StoaAuthenticator } from './authenticator.ts'

/** What the accounts register: how the server finds out who is asking. */
export const accountsProviders = [provide(Authenticator, (container) => new StoaAuthenticator(container))]
