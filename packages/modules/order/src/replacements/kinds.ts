import type { OpenChange } from '../changes/open-change.ts'

/** Goods are sent for others that go back, or for such as something was wrong with. */
export type ReplacementKind = 'exchange' | 'claim'

/** Where exchanges and claims are kept; the change that puts one together is of the same type. */
export const replacements = {
  exchange: {
    table: 'order_exchange',
    items: 'order_exchange_item',
    key: 'exchange_id',
    id: 'oexc',
    item: 'oexcitem',
  },
  claim: { table: 'order_claim', items: 'order_claim_item', key: 'claim_id', id: 'claim', item: 'claitem' },
} as const

/** The id of the exchange or claim that a change puts together. */
export const replacementOf = (change: OpenChange): string =>
  change[replacements[change.change_type as ReplacementKind].key] as string
