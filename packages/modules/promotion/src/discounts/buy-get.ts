import type { ActivePromotion } from '../active-promotion.ts'
import type { Portion } from './amounts.ts'
import type { Line } from './line.ts'
import { rulesHold } from './rule-holds.ts'
import { targetLines } from './targets.ts'
import { chooseUnits } from './units.ts'

type Counts = Map<Line, number>

/** What a buy-get promotion gives, and which units it counts as bought or given. */
export interface Given {
  portions: Portion[]
  spent: Counts
}

/**
 * What a promotion of the type `buyget` takes something off.
 *
 * In each round `buy_rules_min_quantity` units are bought and up to `apply_to_quantity` others given, until too few are left
 * or `max_quantity` units are given. A unit counts once, among all such promotions of a cart. Bought are first those
 * units that could not be given, the dearest first; of what is left, the dearest are given.
 */
export function buyGetPortions(promotion: ActivePromotion, lines: readonly Line[]): Given {
  const { buy_rules, buy_rules_min_quantity, apply_to_quantity, max_quantity } = promotion.application_method
  const targets = byPrice(targetLines(promotion, lines))
  const buyable = lines.filter(({ kind, source }) => kind === 'item' && rulesHold(buy_rules, source, 'items'))
  const isTarget = new Set(targets)
  const buyers = [
    ...byPrice(buyable.filter((line) => !isTarget.has(line))),
    ...byPrice(buyable.filter((line) => isTarget.has(line))),
  ]
  const toBuy = buy_rules_min_quantity ?? 0
  const toGive = apply_to_quantity ?? 0
  let most = max_quantity ?? Number.POSITIVE_INFINITY

  const free: Counts = new Map(lines.map((line) => [line, Math.floor(line.quantity) - line.spent]))
  const given: Counts = new Map()
  const spent: Counts = new Map()
  // Without these, everything would be bought and given for nothing.
  const isComplete = buy_rules.length > 0 && toBuy > 0 && toGive > 0
  while (isComplete && most > 0) {
    const bought = take(buyers, toBuy, free)
    if (total(bought) < toBuy) break
    const gift = take(targets, Math.min(toGive, most), minus(free, bought, 1))
    if (total(gift) === 0) break
    const used = plus(bought, gift, 1)
    // The same round comes again as long as none of its lines runs out.
    const rounds = Math.max(1, Math.min(Math.floor(most / total(gift)), ...repeats(free, used)))
    most -= total(gift) * rounds
    add(given, gift, rounds)
    add(spent, used, rounds)
    add(free, used, -rounds)
  }
  return {
    portions: [...given].map(([line, quantity]) => ({ line, chosen: chooseUnits(line.units, quantity) })),
    spent,
  }
}

const byPrice = (lines: readonly Line[]) =>
  lines.toSorted((a, b) => b.unit_price.comparedTo(a.unit_price) ?? 0)

const total = (counts: Counts) => [...counts.values()].reduce((sum, count) => sum + count, 0)

function take(lines: readonly Line[], quantity: number, free: Counts): Counts {
  const taken: Counts = new Map()
  let wanted = quantity
  for (const line of lines) {
    const count = Math.min(free.get(line) ?? 0, wanted)
    if (count > 0) taken.set(line, count)
    wanted -= count
  }
  return taken
}

function add(counts: Counts, more: Counts, times: number): void {
  for (const [line, count] of more) counts.set(line, (counts.get(line) ?? 0) + count * times)
}

function plus(counts: Counts, more: Counts, times: number): Counts {
  const sum = new Map(counts)
  add(sum, more, times)
  return sum
}

const minus = (counts: Counts, less: Counts, times: number) => plus(counts, less, -times)

const repeats = (free: Counts, used: Counts) =>
  [...used].map(([line, count]) => Math.floor((free.get(line) ?? 0) / count))
