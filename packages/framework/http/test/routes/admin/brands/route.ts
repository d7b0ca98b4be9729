import type { FileRouteHandler } from '@stoa/http'
import { Type } from 'typebox'

export const schema = { POST: { body: Type.Object({ name: Type.String() }) } }

export const POST: FileRouteHandler = (request) => ({ brand: request.body, by: request.asker.actor?.id })
