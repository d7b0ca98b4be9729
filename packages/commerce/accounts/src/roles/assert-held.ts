import { allows } from '@stoa/http'
import { StoaError } from '@stoa/kernel'

/** `resource:operation` each; undefined is everything. */
export type Permissions = readonly string[] | undefined

/**
 * Nobody gives or takes what they do not have themselves.
 *
 * @param held what they have
 * @param wanted what is given or taken
 * @param what gives or takes it, such as `Role role_1`
 * @throws StoaError `forbidden` that names a permission they lack
 */
export function assertHeld(held: Permissions, wanted: Permissions, what: string): void {
  if (wanted === undefined) {
    if (allows(held, undefined)) return
    throw new StoaError(
      'forbidden',
      `${what} may do everything, which your roles do not allow. Ask somebody who may to do this.`,
    )
  }
  const missing = wanted.find((permission) => !allows(held, permission))
  if (missing === undefined) return
  throw new StoaError(
    'forbidden',
    `${what} allows ${missing}, which your roles do not allow. Ask somebody who may to do this.`,
  )
}
