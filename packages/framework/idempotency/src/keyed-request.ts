/** A request that came with a key. */
export interface KeyedRequest {
  /** Who sent it: the same key of somebody else is another one. */
  asker: string
  /** Where to: the same key on another path is another one. */
  path: string
  key: string
  /** Of everything that is asked: under one key it must stay the same. */
  fingerprint: string
  /** Whether the route may be carried out again where nobody knows what came of it: it does nothing twice by itself. */
  repeatable: boolean
}

/** An answer as it was sent. */
export interface StoredAnswer {
  status: number
  content_type: string
  body: string
}
