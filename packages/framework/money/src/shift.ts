import { BigNumber } from './amount.ts'

const powers = new Map<number, BigNumber>()

/** The amount times ten to the power of `places`. BigNumber's own `shiftedBy` reads the power from a text each time. */
export function shift(amount: BigNumber, places: number): BigNumber {
  let power = powers.get(places)
  if (power === undefined) {
    power = new BigNumber(`1e${places}`)
    powers.set(places, power)
  }
  return amount.times(power)
}
