import { listQuery, moments, words } from '@stoa/http'

/** The wire lists the parameters of a list on routes that answer with one thing, for which they choose nothing. */
export const oneOfMany = listQuery({
  default_limit: 20,
  filters: { id: words(), status: words(), ...moments() },
  logical: false,
})
