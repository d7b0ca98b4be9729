export { type CsvRow, readCsv } from './read-csv.ts'
export { type CsvCell, writeCsv } from './write-csv.ts'
