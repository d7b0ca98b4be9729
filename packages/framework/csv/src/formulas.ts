/** What spreadsheets take for the beginning of a formula, also in the wide forms of East Asian scripts. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/

/** A text as a cell that no spreadsheet runs: where one would, an apostrophe stands before it. */
export const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

/** The text that {@link harmless} was given. */
export const original = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell
