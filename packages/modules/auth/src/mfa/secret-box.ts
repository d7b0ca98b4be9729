import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const NONCE_LENGTH = 12
const TAG_LENGTH = 16

/**
 * Seals what must be read again, but not by who only has the database: AES-256-GCM (NIST SP 800-38D) under a key that is derived
 * from a secret of the shop (HKDF, RFC 5869).
 */
export class SecretBox {
  readonly #key: Uint8Array

  constructor(secret: string) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'stoa/auth/mfa', 32))
  }

  /** @param owner what the text belongs to: it opens for that alone, so that no row can be given another's */
  seal(text: string, owner: string): string {
    const nonce = randomBytes(NONCE_LENGTH)
    const cipher = createCipheriv(CIPHER, this.#key, nonce, { authTagLength: TAG_LENGTH })
    cipher.setAAD(Buffer.from(owner))
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return sealed.toString('base64url')
  }

  /** The text, or undefined where it was sealed under another secret, for another owner, or was changed. */
  open(sealed: string, owner: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url')
    if (bytes.length < NONCE_LENGTH + TAG_LENGTH) return undefined
    const decipher = createDecipheriv(CIPHER, this.#key, bytes.subarray(0, NONCE_LENGTH), {
      authTagLength: TAG_LENGTH,
    })
    decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-TAG_LENGTH))
    try {
      const text = decipher.update(bytes.subarray(NONCE_LENGTH, -TAG_LENGTH))
      return Buffer.concat([text, decipher.final()]).toString('utf8')
    } catch {
      return undefined
    }
  }
}
