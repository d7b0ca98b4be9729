const DAY = 24 * 60 * 60

/**
 * How users come to be. Register one to have it otherwise.
 *
 * @example
 * startModules([userModule], { database, providers: [provide(UserOptions, () => new UserOptions({ invite_ttl: 3600 }))] })
 */
export class UserOptions {
  /** Seconds for which an invite may be accepted. */
  readonly invite_ttl: number

  constructor({ invite_ttl = DAY }: { invite_ttl?: number } = {}) {
    this.invite_ttl = invite_ttl
  }
}
