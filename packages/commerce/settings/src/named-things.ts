import { dateFilter, oneOrMany } from '@stoa/http'
import { Type } from 'typebox'

/** An id or a word, or several. */
export const words = () => oneOrMany(Type.String())

/** When a row came, changed and went. */
export const moments = () => ({
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
})
