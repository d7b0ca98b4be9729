import type { ErrorObject } from 'ajv'

/**
 * Ajv reports every branch of a union that did not match, then the union. What helps is one thing: if the value has the
 * shape of a branch, what is wrong inside of it; or else that the union did not match.
 */
export function mergeUnions(errors: readonly ErrorObject[]): ErrorObject[] {
  const merged: ErrorObject[] = []
  for (const error of errors) {
    if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf') {
      merged.push(error)
      continue
    }
    const branches: ErrorObject[] = []
    while (merged.length > 0 && isWithin(merged.at(-1) as ErrorObject, error)) {
      branches.unshift(merged.pop() as ErrorObject)
    }
    const inside = branches.filter((branch) => !isOtherShape(branch, error))
    merged.push(...(inside.length > 0 ? inside : [error]))
  }
  return merged
}

const isWithin = (error: ErrorObject, union: ErrorObject) =>
  error.instancePath === union.instancePath || error.instancePath.startsWith(`${union.instancePath}/`)

/** The value as a whole is not what this branch is for. */
const isOtherShape = (error: ErrorObject, union: ErrorObject) =>
  error.instancePath === union.instancePath &&
  ['type', 'const', 'enum', 'coerced_boolean', 'anyOf', 'oneOf'].includes(error.keyword)
