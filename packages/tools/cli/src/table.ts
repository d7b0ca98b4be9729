/** Rows of text in columns, under their names. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(columns.map((name) => name.toUpperCase())), ...rows.map(line)].join('\n')
}

/** One line of at most so many characters. */
export function shorten(text: string, length = 80): string {
  const [first = ''] = text.split('\n')
  return first.length > length ? `${first.slice(0, length - 1)}…` : first
}

/** `2026-11-24 08:00:00`, UTC. */
export const moment = (time: Date | string): string =>
  new Date(time).toISOString().slice(0, 19).replace('T', ' ')
