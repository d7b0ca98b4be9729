import slugify from '@sindresorhus/slugify'

/** Makes the handle of what comes without one. Register another class under this token to make it differently. */
export class HandleStrategy {
  /**
   * @param title what the shop calls it
   * @returns lower case, letters, digits and dashes
   */
  handleOf(title: string): string {
    return slugify(title)
  }
}
