import { StoaError } from '@stoa/kernel'

/** A text that PostgreSQL cannot store, and where it was found. */
export interface UnfitText {
  /** Dotted, such as `items.0.title`. */
  path: string
  reason: string
}

/** Why PostgreSQL cannot store a text: it takes no NUL anywhere and no lone surrogate in JSON. */
function whyUnfit(text: string): string | undefined {
  if (text.includes('\0')) return 'a null character, which cannot be stored'
  if (!text.isWellFormed()) return 'half of a surrogate pair, which is no character'
  return undefined
}

/** Finds the first text in a value, keys included, that PostgreSQL cannot store. */
export function unfitText(value: unknown): UnfitText | undefined {
  const open: { path: string; value: unknown }[] = [{ path: '', value }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, value } = next
    if (typeof value === 'string') {
      const reason = whyUnfit(value)
      if (reason) return { path, reason }
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        const reason = whyUnfit(key)
        if (reason) return { path: path || 'the body', reason: `a key with ${reason}` }
        open.push({ path: path ? `${path}.${key}` : key, value: item })
      }
    }
  }
  return undefined
}

/**
 * Refuses a URL with a null character in its path or query, where it can only stand encoded.
 *
 * @throws StoaError `invalid_data`
 */
export function refuseNullInUrl(url: string): void {
  if (url.includes('%00')) {
    throw new StoaError('invalid_data', 'Invalid request: the URL contains a null character (%00).')
  }
}
