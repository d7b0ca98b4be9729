/** A row that travels as JSON brings its own moments: columns it leaves out would be null, not their default. */
export function stamped<Row extends Readonly<Record<string, unknown>>>(
  row: Row,
): Row & { created_at: string; updated_at: string } {
  const now = new Date().toISOString()
  return { ...row, created_at: now, updated_at: now }
}
