import type { FieldRules } from '@stoa/query'

/**
 * Field rules from lists written with blanks between the names.
 *
 * @param defaults selected unless the client says otherwise
 * @param more what may be asked for beyond the defaults; leave it out where every exposed field may be
 */
export function fieldRules(defaults: string, more?: string): FieldRules {
  const names = defaults.split(/\s+/).filter(Boolean)
  return more === undefined
    ? { defaults: names }
    : { defaults: names, allowed: [...names, ...more.split(/\s+/).filter(Boolean)] }
}
