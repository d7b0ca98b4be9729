import { StoaError } from '@stoa/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type UnfitText, unfitText } from './unfit-text.ts'

/** Deeper than any real body, and shallow enough for every recursion on its way into the database. */
const MAX_NESTING = 100

type Done = (error: Error | null, body?: unknown) => void

/**
 * Makes JSON the only body the server takes. An empty body counts as `{}`: clients send `content-type:
 * application/json` with every request, also with those that have nothing to say.
 */
export function addJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  const parse = app.getDefaultJsonParser('error', 'error') as (
    request: FastifyRequest,
    text: string,
    done: Done,
  ) => void
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, bytes: Buffer, done: Done) => {
      if (request.routeOptions.config.raw_body) request.raw_body = bytes
      if (bytes.length === 0) return done(null, {})
      if (nesting(bytes) > MAX_NESTING) {
        return done(invalid(`the body is nested more than ${MAX_NESTING} levels deep.`))
      }
      const text = bytes.toString('utf8')
      parse(request, text, (error, body) => {
        if (error) return done(invalid(whyNotJson(text)))
        const unfit = mayBeUnfit(text) ? unfitText(body) : undefined
        return unfit ? done(refusal(unfit)) : done(null, body)
      })
    },
  )
  // Without a content type and a body there is nothing to parse; a schema still wants an object.
  app.addHook('preValidation', async (request) => {
    if (request.body === undefined && request.routeOptions.schema?.body) request.body = {}
  })
}

const invalid = (message: string) => new StoaError('invalid_data', `Invalid request: ${message}`)

const refusal = ({ path, reason }: UnfitText) => invalid(`Field '${path}' contains ${reason}.`)

function whyNotJson(text: string): string {
  try {
    JSON.parse(text)
    return "the body has a forbidden key: '__proto__', or 'prototype' in 'constructor'."
  } catch (error) {
    return `the body is not valid JSON: ${(error as Error).message}.`
  }
}

/** Raw NULs are no JSON, so unfit text can only be written with escapes. */
const mayBeUnfit = (text: string) => /\\u(?:0000|d[89a-f])/i.test(text)

const [QUOTE, BACKSLASH, OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = Buffer.from('"\\{}[]')

/** How deep lists and objects lie in each other. */
function nesting(json: Buffer): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    if (inString) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) inString = false
    } else if (byte === QUOTE) inString = true
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) deepest = Math.max(deepest, ++depth)
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth--
  }
  return deepest
}
