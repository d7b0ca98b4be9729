import { StoaError } from '@stoa/kernel'
import type { EntityNode } from './graph.ts'
import type { Scope } from './scope.ts'

const MOST_WORDS = 10

/** `q`: every word must stand somewhere in the row's search document. */
export function searchCondition(node: EntityNode, alias: string, q: unknown, scope: Scope): string[] {
  if (typeof q !== 'string' || q.includes('\0'))
    throw new StoaError('invalid_data', "Field 'q' must be a text to search for.")
  if (!node.search) throw new StoaError('invalid_data', `${node.name} cannot be searched with q.`)
  const document = node.search(alias)
  const words = q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
  return words.map((word) => `${document} like ${scope.parameter(`%${escapePattern(word)}%`, 'text')}`)
}

/** A text as `like` and `ilike` take it to mean itself. */
export const escapePattern = (word: string) => word.replace(/[\\%_]/g, '\\$&')
