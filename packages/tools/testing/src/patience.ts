/** The promise, or a rejection that says what was waited for in vain. */
export async function withPatience<T>(
  promise: Promise<T>,
  milliseconds: number,
  complaint: () => string,
): Promise<T> {
  const giveUp = Promise.withResolvers<never>()
  const timer = setTimeout(() => giveUp.reject(new Error(complaint())), milliseconds)
  try {
    return await Promise.race([promise, giveUp.promise])
  } finally {
    clearTimeout(timer)
  }
}
