import type { StoaServer } from '@stoa/http'
import { adminApiKeys } from './admin/api-keys.ts'
import { adminCustomerAddresses } from './admin/customer-addresses.ts'
import { adminCustomerGroups } from './admin/customer-groups.ts'
import { adminCustomers } from './admin/customers.ts'
import { adminInvites } from './admin/invites.ts'
import { adminRbac } from './admin/rbac.ts'
import { adminUsers } from './admin/users.ts'
import { mfaChallenges } from './auth/mfa-challenges.ts'
import { mfaFactors } from './auth/mfa-factors.ts'
import { password } from './auth/password.ts'
import { redirect } from './auth/redirect.ts'
import { session } from './auth/session.ts'
import { signIn } from './auth/sign-in.ts'
import { verification } from './auth/verification.ts'
import { storeAddresses } from './store/addresses.ts'
import { storeCustomers } from './store/customers.ts'

export { acceptInvite, type InvitedUser } from './accept-invite.ts'
export { StoaAuthenticator } from './authenticator.ts'
export { createAdmin, type NewAdmin } from './create-admin.ts'
export { accountsGraph } from './graph.ts'
export { accountsMigrations, inviteRbacRole, publishableKeySalesChannel, userRbacRole } from './links.ts'
export { accountsProviders } from './providers.ts'
export { type CustomerDetails, type NewAccount, registerCustomer } from './register-customer.ts'

/** The accounts' routes, as a Fastify plugin. */
export async function accounts(app: StoaServer): Promise<void> {
  await app.register(signIn as never)
  await app.register(session as never)
  await app.register(redirect as never)
  await app.register(password as never)
  await app.register(verification as never)
  await app.register(mfaFactors as never)
  await app.register(mfaChallenges as never)
  await app.register(storeCustomers as never)
  await app.register(storeAddresses as never)
  await app.register(adminCustomers as never)
  await app.register(adminCustomerAddresses as never)
  await app.register(adminCustomerGroups as never)
  await app.register(adminUsers as never)
  await app.register(adminInvites as never)
  await app.register(adminApiKeys as never)
  await app.register(adminRbac as never)
}
