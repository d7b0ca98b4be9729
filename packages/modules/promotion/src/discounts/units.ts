import { BigNumber } from '@stoa/money'

const ZERO = new BigNumber(0)

/**
 * Some units of a line, and what they still cost together, in the terms of the line's price. A promotion that takes
 * something off two of five units leaves the other three as they were: so a line is a list of these.
 */
export interface Units {
  quantity: number
  left: BigNumber
}

/** Units that a promotion takes something off, and those of the line that it does not. */
export interface Chosen {
  units: readonly Units[]
  others: readonly Units[]
}

/** Chooses so many units of a line, those that still cost most first. */
export function chooseUnits(units: readonly Units[], quantity: number): Chosen {
  const chosen: Units[] = []
  const others: Units[] = []
  let wanted = quantity
  for (const part of [...units].sort((a, b) => compareByUnit(b, a))) {
    const taken = Math.min(part.quantity, wanted)
    wanted -= taken
    const left = taken === part.quantity ? part.left : part.left.times(taken).div(part.quantity)
    if (taken > 0) chosen.push({ quantity: taken, left })
    if (taken < part.quantity) others.push({ quantity: part.quantity - taken, left: part.left.minus(left) })
  }
  return { units: chosen, others }
}

/** Spreads what was taken off over the chosen units, by what each cost, and gives all units of the line. */
export function reduceUnits({ units, others }: Chosen, amount: BigNumber): Units[] {
  const whole = leftOf(units)
  if (whole.isZero()) return [...units, ...others]
  const reduced = units.map((part) => {
    if (units.length === 1) return { ...part, left: BigNumber.max(part.left.minus(amount), ZERO) }
    const left = part.left.minus(amount.times(part.left).div(whole))
    return { quantity: part.quantity, left: BigNumber.max(left, ZERO) }
  })
  return [...reduced, ...others]
}

/** What units still cost together. */
export const leftOf = (units: readonly Units[]): BigNumber =>
  units.length === 1 && units[0] ? units[0].left : units.reduce((sum, { left }) => sum.plus(left), ZERO)

const compareByUnit = (a: Units, b: Units) =>
  a.left.times(b.quantity).comparedTo(b.left.times(a.quantity)) ?? 0
