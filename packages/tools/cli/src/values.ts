import { StoaError } from '@stoa/kernel'

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * A time: ISO 8601, or so long ago (`90s`, `15m`, `2h`, `7d`).
 *
 * @throws StoaError `invalid_data` for anything else
 */
export function toTime(option: string, text: string | undefined, now = new Date()): Date | undefined {
  if (text === undefined) return undefined
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? []
  const time = unit
    ? new Date(now.getTime() - Number(count) * UNITS[unit as keyof typeof UNITS])
    : new Date(text)
  // new Date() takes "1" and "May" for dates, too.
  if (!Number.isNaN(time.getTime()) && (unit || /^\d{4}-\d\d/.test(text))) return time
  throw new StoaError(
    'invalid_data',
    `--${option} ${text} is no time. Write it as 2026-11-24T08:00:00Z, or as 15m, 2h or 7d for so long ago.`,
  )
}

/**
 * Several values, separated by commas.
 *
 * @throws StoaError `invalid_data` where there is none: a condition that is empty would mean everything
 */
export function toList(option: string, text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined
  const values = text
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean)
  if (values.length > 0) return values
  throw new StoaError('invalid_data', `--${option} needs a value.`)
}

/** @throws StoaError `invalid_data` for what is not a number from 1 on */
export function toCount(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new StoaError('invalid_data', `--${option} ${text} is no number. Write one from 1 on.`)
}
