import { createId, type Database, StoaError } from '@stoa/kernel'
import type { ViewSettings } from './entities/view-configuration.ts'

/** What is saved of a view. */
export interface ViewChange {
  name?: string | null | undefined
  /** Whether it is the one for everybody who has not chosen. The one that was until then becomes the user's own. */
  is_system_default?: boolean | undefined
  /** Whether the user looks at it from now on. */
  set_active?: boolean | undefined
  configuration?: Partial<ViewSettings> | undefined
}

/** Whose view of what. */
export interface ViewOwner {
  entity: string
  user_id: string
}

/** A user's view, or the one for everybody. */
const VISIBLE = 'deleted_at is null and (user_id = $2 or is_system_default)'

/** Two that each make another view the default take turns. The one that is gives way. */
async function giveWay(database: Database, { entity, user_id }: ViewOwner, id: string): Promise<void> {
  await database.query(`select pg_advisory_xact_lock(hashtextextended('stoa/default-view/' || $1, 0))`, [
    entity,
  ])
  await database.query(
    `update stoa_settings.view_configuration set is_system_default = false, user_id = $2, updated_at = now()
     where entity = $1 and is_system_default and deleted_at is null and id <> $3`,
    [entity, user_id, id],
  )
}

/** @returns the id of the new view */
export async function createView(
  database: Database,
  owner: ViewOwner,
  { name, is_system_default = false, configuration }: ViewChange & { configuration: ViewSettings },
): Promise<string> {
  const id = createId('vconf')
  if (is_system_default) await giveWay(database, owner, id)
  await database.query(
    `insert into stoa_settings.view_configuration (id, entity, name, user_id, is_system_default, configuration)
     values ($1, $2, $3, $4, $5, $6::jsonb)`,
    [
      id,
      owner.entity,
      name ?? null,
      is_system_default ? null : owner.user_id,
      is_system_default,
      JSON.stringify(configuration),
    ],
  )
  return id
}

/** @throws StoaError `not_found` for a view that is not there, or another user's */
export async function changeView(
  database: Database,
  owner: ViewOwner,
  id: string,
  { name, is_system_default, configuration }: ViewChange,
): Promise<void> {
  if (is_system_default) await giveWay(database, owner, id)
  const changed = await database.query(
    `update stoa_settings.view_configuration set
       name = case when $4::boolean then $5 else name end,
       is_system_default = coalesce($6::boolean, is_system_default),
       user_id = case when $6 then null when not $6 then $2 else user_id end,
       configuration = configuration || $7::jsonb,
       updated_at = now()
     where id = $1 and entity = $3 and ${VISIBLE} returning id`,
    [
      id,
      owner.user_id,
      owner.entity,
      name !== undefined,
      name ?? null,
      is_system_default ?? null,
      JSON.stringify(configuration ?? {}),
    ],
  )
  if (changed.length === 0) throw unknownView(id)
}

/** @throws StoaError `not_found` for a view that is not there, or another user's */
export async function deleteView(
  database: Database,
  { entity, user_id }: ViewOwner,
  id: string,
): Promise<void> {
  const deleted = await database.query(
    `update stoa_settings.view_configuration set deleted_at = now(), updated_at = now()
     where id = $1 and entity = $3 and ${VISIBLE} returning id`,
    [id, user_id, entity],
  )
  if (deleted.length === 0) throw unknownView(id)
}

/** @throws StoaError `not_found` for a view that is not there, or another user's */
export async function assertVisible(
  database: Database,
  { entity, user_id }: ViewOwner,
  id: string,
): Promise<void> {
  const found = await database.query(
    `select from stoa_settings.view_configuration where id = $1 and entity = $3 and ${VISIBLE}`,
    [id, user_id, entity],
  )
  if (found.length === 0) throw unknownView(id)
}

const unknownView = (id: string) =>
  new StoaError('not_found', `ViewConfiguration with id: ${id} was not found`)
