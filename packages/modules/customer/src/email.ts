import { Type } from '@mikro-orm/core'

/** The form in which addresses are stored and compared. */
export const normalizeEmail = (email: string) => email.trim().toLowerCase()

/** A text column of e-mail addresses: stored and compared in lower case. */
export class EmailType extends Type<string, string> {
  override convertToDatabaseValue(value: string): string {
    return typeof value === 'string' ? normalizeEmail(value) : value
  }

  override getColumnType(): string {
    return 'text'
  }
}
