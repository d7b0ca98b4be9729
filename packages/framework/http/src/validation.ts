import { StoaError } from '@stoa/kernel'
import { Ajv, type Options, type ValidateFunction } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'
import { addCoercedBoolean, coerceBooleans } from './coerced-boolean.ts'
import { addFormats } from './formats.ts'
import { isSmall } from './is-small.ts'
import { describeErrors } from './validation-message.ts'

type Schemas = Record<string, unknown>

/** Strict mode only warns about schemas; the types of TypeBox already do. */
const COMMON: Options = { strict: false, useDefaults: true, verbose: true, allowUnionTypes: true }

/**
 * Makes the function by which Fastify compiles schemas. Nothing is compiled before the first request that needs it:
 * hundreds of routes would otherwise cost seconds at the start.
 *
 * Bodies are taken as they are; what comes as text (query, parameters, headers) is turned into what the schema says.
 * Nothing is ever removed from either.
 *
 * @param schemas the shared schemas by their ids
 */
export function buildValidator(schemas: Schemas): FastifySchemaCompiler<unknown> {
  const body = lazily(() => validators(schemas, {}))
  const text = lazily(() => validators(coerceBooleans(schemas) as Schemas, { coerceTypes: 'array' }))
  return ({ schema, httpPart = 'body' }) => {
    const fromText = httpPart !== 'body'
    const compiled = lazily(() =>
      fromText ? text().compile(coerceBooleans(schema)) : body().compile(schema),
    )
    return (data: unknown) => {
      const problem = compiled()(data)
      return problem ? { error: new StoaError('invalid_data', describeErrors(problem, httpPart)) } : true
    }
  }
}

type Problems = NonNullable<ValidateFunction['errors']>

/** A pair of validators: the quick one stops at the first error, the thorough one finds all for the message. */
function validators(schemas: Schemas, options: Options) {
  const quick = createAjv(schemas, options)
  const thorough = lazily(() => createAjv(schemas, { ...options, allErrors: true }))
  return {
    compile(schema: unknown) {
      const isValid = quick.compile(schema as object)
      const findAll = lazily(() => thorough().compile(schema as object))
      return (data: unknown): Problems | undefined => {
        if (isValid(data)) return undefined
        const first = isValid.errors as Problems
        // Listing every error of a huge body would cost more than the body did.
        if (!isSmall(data)) return first
        findAll()(data)
        return findAll().errors ?? first
      }
    },
  }
}

function createAjv(schemas: Schemas, options: Options): Ajv {
  const ajv = new Ajv({ ...COMMON, ...options })
  addFormats(ajv)
  addCoercedBoolean(ajv)
  for (const schema of Object.values(schemas)) ajv.addSchema(schema as object)
  return ajv
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
