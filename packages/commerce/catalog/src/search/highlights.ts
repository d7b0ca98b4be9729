import type { SearchOptions } from './search-body.ts'
import { wordsOf } from './search-words.ts'

const DEFAULT_SNIPPET = 150

/**
 * Texts of a hit in which the searched words stand, with the words marked. What a text contains is not escaped.
 *
 * @returns by field; fields without any of the words are left out
 */
export function highlightsOf(
  document: Readonly<Record<string, unknown>>,
  q: unknown,
  highlight: SearchOptions['highlight'],
): Record<string, string[]> | undefined {
  if (!highlight || typeof q !== 'string' || wordsOf(q).length === 0) return undefined
  const options = highlight === true ? { fields: textFields(document) } : highlight
  const { fields, pre_tag = '<em>', post_tag = '</em>', snippet = false } = options
  const words = new RegExp(wordsOf(q).map(escaped).join('|'), 'gi')
  const length = snippet === true ? DEFAULT_SNIPPET : snippet ? snippet.length : undefined
  const found = fields.map((field): [string, string[]] => {
    const texts = textsAt(document, field.split('.')).filter((text) => text.search(words) >= 0)
    const marked = texts.map((text) =>
      around(text, words, length).replace(words, (word) => `${pre_tag}${word}${post_tag}`),
    )
    return [field, marked]
  })
  return Object.fromEntries(found.filter(([, texts]) => texts.length > 0))
}

const escaped = (word: string) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

const textFields = (document: Readonly<Record<string, unknown>>) =>
  Object.keys(document).filter((name) => name !== 'id' && typeof document[name] === 'string')

/** All texts at the end of a path, of which each step may lead to a list. */
function textsAt(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsAt(item, path))
  const [name, ...rest] = path
  if (name === undefined) return typeof value === 'string' ? [value] : []
  return typeof value === 'object' && value !== null
    ? textsAt((value as Record<string, unknown>)[name], rest)
    : []
}

/** The part of a text, so many characters long, that begins a little before the first word found. */
function around(text: string, words: RegExp, length = text.length): string {
  if (text.length <= length) return text
  const from = Math.max(0, Math.min(text.search(words) - Math.floor(length / 4), text.length - length))
  return `${from > 0 ? '…' : ''}${text.slice(from, from + length)}${from + length < text.length ? '…' : ''}`
}
