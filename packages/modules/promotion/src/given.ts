/** A change without what is undefined in it: that stays as it is. */
export const given = <Change extends object>(change: Change): Change =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Change
