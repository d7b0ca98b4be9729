import { TOTP } from 'otpauth'
import type { TestModule } from './module.ts'

export const PASSWORD = 'correct horse'

/** Somebody with an authenticator app. */
export interface Owner {
  id: string
  /** The session that enabled the factor. */
  session_id: string
  factor_id: string
  secret: string
  /** The code of the app, so many half minutes from now. */
  code(steps?: number): string
  /** Lets half a minute pass, and gives the code of then. */
  nextCode(): string
  /** Opens a session by the password. */
  signIn(): Promise<{ session_id: string; challenge_id: string }>
  /** Answers a challenge; gives whether it was passed. */
  pass(opened: { session_id: string; challenge_id: string }, code: string, method?: string): Promise<boolean>
}

/** Registers somebody who sets up an authenticator app and enables it. */
export async function createOwner(module: TestModule, email: string): Promise<Owner> {
  const { auth, mfa, clock } = module
  const { id } = await auth.register('emailpass', { email, password: PASSWORD })
  const open = async () => {
    const { proof } = await auth.authenticate('emailpass', { email, password: PASSWORD })
    return auth.createSession(id, { actor_type: 'customer', ttl: 3600, proof })
  }
  const session_id = (await open()).id
  const { factor, secret = '' } = await mfa.startFactor(id, { provider: 'totp' })
  const app = new TOTP({ secret })
  const code = (steps = 0) => app.generate({ timestamp: clock.now + steps * 30_000 })
  const nextCode = () => {
    clock.now += 30_000
    return code()
  }
  await mfa.enableFactor(factor.id, { auth_identity_id: id, session_id, code: nextCode() })
  return {
    id,
    session_id,
    factor_id: factor.id,
    secret,
    code,
    nextCode,
    async signIn() {
      const session = await open()
      return { session_id: session.id, challenge_id: (await mfa.challengeOf(session.id)).id }
    },
    async pass({ session_id, challenge_id }, code, method = 'totp') {
      const answer = { session_id, method, code, ttl: 3600 }
      return (await mfa.passChallenge(challenge_id, answer)) !== undefined
    },
  }
}
