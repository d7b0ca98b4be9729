import { Database, StoaError } from '@stoa/kernel'
import { RbacService } from '@stoa/rbac'
import { actorOf, transaction } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import type { Permissions } from './assert-held.ts'
import { permissionsOfUser } from './held-permissions.ts'
import { makerOfKey } from './maker-of-key.ts'

/** Users without a role, and those whose roles allow everything. */
const FULL_USER = `
  select from stoa_user."user" person where person.deleted_at is null and (
    not exists (select from stoa_link.user_rbac_role link where link.user_id = person.id)
    or (${permissionsOfUser('person.id')})::jsonb @> '["*:*"]')`

interface Before {
  has_full_user: boolean
  asker: { permissions: string[] | null } | null
}

/**
 * Runs a change of who may do what as one transaction. One such change runs at a time, so what the asker may do is read
 * anew: it may have changed since the request came in. Somebody who may do everything is always left.
 *
 * @param work is given what the asker may do as of now
 * @throws StoaError `unauthorized` for a user who is gone by now; `not_allowed` if nobody would be left who may do everything;
 *   then nothing is changed
 */
export function changeRoles<Result>(
  request: FastifyRequest,
  work: (held: Permissions) => Promise<Result>,
): Promise<Result> {
  const database = request.container.resolve(Database)
  return transaction(request, async () => {
    await request.container.resolve(RbacService).lock()
    const [before] = await database.query<Before>(
      `select exists (${FULL_USER}) as has_full_user, (
         select json_build_object('permissions', ${permissionsOfUser('asker.id')})
         from (select coalesce(${makerOfKey('$1')}, $1) as id) asker
         where asker.id = '' or exists (
           select from stoa_user."user" person where person.id = asker.id and person.deleted_at is null)) as asker`,
      [actorOf(request).id],
    )
    const { has_full_user, asker } = before as Before
    const result = await work(heldBy(asker))
    if (has_full_user) await refuseNobody(database)
    return result
  })
}

function heldBy(asker: Before['asker']): Permissions {
  if (asker) return asker.permissions ?? undefined
  throw new StoaError('unauthorized', 'Unauthorized: you are no user any more.')
}

async function refuseNobody(database: Database): Promise<void> {
  const [left] = await database.query<{ is_full: boolean }>(`select exists (${FULL_USER}) as is_full`)
  if (left?.is_full) return
  throw new StoaError(
    'not_allowed',
    'Nobody would be left who may do everything. Let somebody else do so first: a user without roles, or with one that allows *:*.',
  )
}
