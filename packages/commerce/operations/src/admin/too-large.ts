import { StoaError } from '@stoa/kernel'

/** Runs something with files, and gives the refusal of one that is too large the status that HTTP has for it. */
export async function tooLargeAs413<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!StoaError.is(error) || error.code !== 'file_too_large') throw error
    throw Object.assign(new Error(error.message), { statusCode: 413 })
  }
}
