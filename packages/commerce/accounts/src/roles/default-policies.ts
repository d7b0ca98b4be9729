const OPERATIONS = ['read', 'create', 'update', 'delete']

/**
 * The policies that a shop with these routes should have: all operations on each resource, and what routes want beyond those.
 *
 * @param wanted what the routes want, as `resource:operation`
 */
export function defaultPolicies(wanted: Iterable<string>): string[] {
  const named = [...wanted].filter((permission) => !permission.includes('*'))
  const resources = named.map((permission) => permission.split(':')[0])
  const usual = resources.flatMap((resource) => OPERATIONS.map((operation) => `${resource}:${operation}`))
  return [...new Set([...usual, ...named])]
}
