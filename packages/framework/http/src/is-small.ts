/** Whether a value holds at most this many values, itself included; looks no further than that. */
export function isSmall(value: unknown, most = 2_000): boolean {
  const open = [value]
  let seen = 0
  while (open.length > 0) {
    seen++
    if (seen + open.length > most + 1) return false
    const next = open.pop()
    if (typeof next === 'object' && next !== null) {
      for (const item of Object.values(next)) open.push(item)
    }
  }
  return true
}
