import type { Expression } from '@stoa/query'
import { permissionsOfInvite } from './held-permissions.ts'

/**
 * SQL: the token of an invite, for those who may do what it makes of somebody; null for others, as whoever has it can accept
 * the invite. The context says in `permissions` what the reader may do, unless it is everything.
 */
export const inviteToken: Expression = (invite, scope) => {
  const { permissions } = scope.context
  if (!Array.isArray(permissions)) return `${invite}.token`
  const held = scope.parameter(permissions, 'text[]')
  const isHeld = `exists (
    select from unnest(${held}) as held (key)
    where split_part(held.key, ':', 1) in ('*', split_part(given.key, ':', 1))
      and split_part(held.key, ':', 2) in ('*', split_part(given.key, ':', 2)))`
  // Where there are no roles, it is everything.
  const given = `coalesce(${permissionsOfInvite(`${invite}.id`)}, '["*:*"]')`
  return `case when not exists (
      select from json_array_elements_text(${given}) as given (key) where not ${isHeld})
    then ${invite}.token end`
}
