import { TOTP, URI } from 'otpauth'
import { expect, test } from 'vitest'
import { TotpProvider } from './totp-provider.ts'

/** The secret of the examples in RFC 6238, appendix B. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at second %i the code is that of RFC 6238', async (seconds, code) => {
  const provider = new TotpProvider({ now: () => seconds * 1000 })
  expect(await provider.verify(code, { secret: RFC_SECRET })).toEqual({
    valid: true,
    counter: Math.floor(seconds / 30),
  })
})

test('the code before and the one after are taken, each with the number of its own step', async () => {
  const now = 1_700_000_000_000
  const provider = new TotpProvider({ now: () => now })
  const steps = [-2, -1, 0, 1, 2]
  const answers = await Promise.all(
    steps.map((step) => {
      const timestamp = now + step * 30_000
      return provider.verify(TOTP.generate({ secret: secretOf(RFC_SECRET), timestamp }), {
        secret: RFC_SECRET,
      })
    }),
  )
  const at = Math.floor(now / 30_000)
  expect(answers).toEqual([
    { valid: false },
    { valid: true, counter: at - 1 },
    { valid: true, counter: at },
    { valid: true, counter: at + 1 },
    { valid: false },
  ])
})

test.each(['', '12345', '1234567', 'abcdef', '28708a', '٢٨٧٠٨٢'])('%j is no code', async (code) => {
  const provider = new TotpProvider({ now: () => 59_000 })
  expect(await provider.verify(code, { secret: RFC_SECRET })).toEqual({ valid: false })
})

test('a code may be typed with spaces', async () => {
  const provider = new TotpProvider({ now: () => 59_000 })
  expect(await provider.verify(' 287 082 ', { secret: RFC_SECRET })).toMatchObject({ valid: true })
})

test('an app that scans the URL gives codes that are taken', async () => {
  const provider = new TotpProvider({ issuer: 'The shop' })
  const { kept, secret, otpauth_url } = await provider.enroll({ account: 'ada@example.com' })
  const app = URI.parse(otpauth_url as string) as TOTP
  expect(app).toMatchObject({ issuer: 'The shop', label: 'ada@example.com', digits: 6, period: 30 })
  expect(app.secret.base32).toBe(secret)
  expect(app.secret.bytes).toHaveLength(20)
  expect(await provider.verify(app.generate(), kept)).toMatchObject({ valid: true })
  const other = await provider.enroll({ account: 'ada@example.com', issuer: 'Another: one' })
  expect(other.secret).not.toBe(secret)
  expect(URI.parse(other.otpauth_url as string).issuer).toBe('Another: one')
})

const secretOf = (base32: string) => new TOTP({ secret: base32 }).secret
