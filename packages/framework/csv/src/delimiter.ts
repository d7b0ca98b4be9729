/** No header is longer. */
const MOST_TO_LOOK_AT = 65_536

/**
 * Looks at a file's first line to find out what stands between its cells: spreadsheets of countries that write 1,5
 * put semicolons there.
 *
 * @returns the delimiter, and the whole text again
 */
export async function chooseDelimiter(
  text: AsyncIterator<string>,
): Promise<{ delimiter: string; text: AsyncIterable<string> }> {
  let start = ''
  let rest = true
  while (rest && !/\r|\n/.test(start) && start.length < MOST_TO_LOOK_AT) {
    const next = await text.next()
    if (next.done) rest = false
    else start += next.value
  }
  const [header = ''] = start.split(/\r|\n/, 1)
  const count = (character: string) => header.split(character).length
  return {
    delimiter: count(';') > count(',') ? ';' : ',',
    text: (async function* () {
      yield start
      for (;;) {
        const next = await text.next()
        if (next.done) return
        yield next.value
      }
    })(),
  }
}
