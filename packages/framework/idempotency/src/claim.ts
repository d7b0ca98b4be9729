import type { StoredAnswer } from './keyed-request.ts'

/** What came of claiming a key. */
export type Claim =
  /** The request is to be carried out here. */
  | { outcome: 'mine'; owner: string }
  /** It was, and this was the answer. */
  | { outcome: 'answered'; answer: StoredAnswer }
  /** It is being carried out. */
  | { outcome: 'running' }
  /** Something else was asked with the key. */
  | { outcome: 'other_request' }
  /** It was carried out, but whoever did so ended before the answer was kept. */
  | { outcome: 'answer_lost' }

/** The row that stands in the way of a claim. */
export interface Standing {
  fingerprint: string
  abandoned: boolean
  status: number | null
  content_type: string | null
  body: string | null
}

/** What a row that could not be claimed means. */
export function claimOf(row: Standing | undefined, fingerprint: string): Claim {
  // It came and went between two looks.
  if (!row) return { outcome: 'running' }
  if (row.fingerprint !== fingerprint) return { outcome: 'other_request' }
  if (row.status !== null) {
    const { status, content_type, body } = row
    return { outcome: 'answered', answer: { status, content_type: content_type ?? '', body: body ?? '' } }
  }
  return { outcome: row.abandoned ? 'answer_lost' : 'running' }
}
