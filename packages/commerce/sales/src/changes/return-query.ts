import { listQuery, moments, words } from '@stoa/http'

/** The wire lists the parameters of a list on routes that answer with one thing, for which they choose nothing. */
const queryOf = (others: { change_type?: ReturnType<typeof words> }) =>
  listQuery({
    default_limit: 20,
    filters: { id: words(), status: words(), ...others, ...moments() },
    logical: false,
  })

export const oneOfMany = queryOf({})
export const oneChangeOfMany = queryOf({ change_type: words() })
