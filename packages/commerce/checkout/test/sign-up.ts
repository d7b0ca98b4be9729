import type { Shop } from './shop.ts'

/** The header by which a new customer is known. */
export async function signUp(shop: Shop, email: string): Promise<{ authorization: string }> {
  const credentials = { email, password: 'correct horse battery' }
  const bearer = ({ body }: { body: { token: string } }) => ({ authorization: `Bearer ${body.token}` })
  const registered = bearer(await shop.request('POST', '/auth/customer/emailpass/register', credentials))
  await shop.request('POST', '/store/customers', { email }, registered)
  return bearer(await shop.request('POST', '/auth/customer/emailpass', credentials))
}
