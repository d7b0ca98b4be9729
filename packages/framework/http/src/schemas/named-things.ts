import { Type } from 'typebox'
import { dateFilter } from './operators.ts'
import { oneOrMany } from './values.ts'

/** The filter for an id or a word: one, or several. */
export const words = () => oneOrMany(Type.String())

/** The filters for when a row came, changed and went. */
export const moments = () => ({
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
})
