/** Contents that end where others fail. */
export interface Gentle {
  contents: AsyncIterable<Uint8Array>
  /** How the others failed, once `contents` have ended. */
  failure: { error: unknown } | undefined
}

/**
 * Ends instead of failing. FlyDrive gives up on a failing stream before it has made the file, and makes it then: whoever
 * removes it at once comes too early.
 */
export function untilError(contents: AsyncIterable<Uint8Array>): Gentle {
  const gentle: Gentle = { contents: read(), failure: undefined }
  async function* read() {
    try {
      yield* contents
    } catch (error) {
      gentle.failure = { error }
    }
  }
  return gentle
}
