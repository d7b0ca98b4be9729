import { readFileSync } from 'node:fs'
import { type Misfit, misfits, type Shape } from './shape.ts'

interface Answer {
  status: number
  body: Shape
}

/** Where answers differ from what was recorded, and why. */
interface Difference {
  /** Of any route, where none is named. */
  routes?: string[]
  /** A regular expression of paths. */
  path: string
  why: string
}

const read = (file: string) => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'))

const answers: Record<string, Answer> = read('shapes.json')

/** What differs on purpose, or was seen of what is not always so. */
export const differences: Difference[] = read('differences.json')

/** Parameters are called differently here and there; that counts for nothing. */
const keyOf = (route: string) => route.replace(/\/$/, '').replace(/:[^/]+/g, ':')

const byKey = new Map(Object.entries(answers).map(([route, answer]) => [keyOf(route), { route, ...answer }]))

/**
 * Holds what a route answered with its default fields against what was recorded of it.
 *
 * @param route method and path, as the server has it: `GET /admin/products/:id`
 * @returns the misfits; none for a route that was not recorded
 */
export function misfitsOf(route: string, status: number, body: unknown): Misfit[] {
  const answer = byKey.get(keyOf(route))
  if (!answer) return []
  const found = misfits(answer.body, body, named)
  if (status !== answer.status)
    found.push({ path: 'status', what: `is ${status} and was recorded as ${answer.status}` })
  return found.filter(({ path }) => !differences.some((difference) => covers(difference, answer.route, path)))
}

const covers = ({ routes, path }: Difference, route: string, at: string) =>
  (routes === undefined || routes.includes(route)) && new RegExp(path).test(at)

/** The shape of a place in another route's answer: `GET /admin/orders/:id.order.items[]`. */
function named(reference: string): Shape {
  const [, route = '', path = ''] = /^(\S+ [^.]+)\.?(.*)$/.exec(reference) ?? []
  let shape = answers[route]?.body
  for (const step of path.split('.').filter(Boolean)) {
    const name = step.replace(/(\[\])+$/, '')
    shape = within(shape, 'fields', (fields) => fields[name] ?? fields[`${name}?`])
    for (const _ of step.matchAll(/\[\]/g)) shape = within(shape, 'list', (list) => list)
  }
  return shape ?? 'unknown'
}

/** The part of a shape's one alternative that has such parts. */
function within(
  shape: Shape | undefined,
  key: 'fields' | 'list',
  part: (of: any) => Shape | undefined,
): Shape | undefined {
  if (typeof shape !== 'object') return undefined
  if ('as' in shape) return within(named(shape.as), key, part)
  if ('any' in shape)
    return shape.any.map((one) => within(one, key, part)).find((found) => found !== undefined)
  return key in shape ? part((shape as Record<string, unknown>)[key]) : undefined
}
