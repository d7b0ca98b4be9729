import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Gives rows again after all of them have been looked at: how many columns a file has only its last row may tell. Meanwhile
 * they lie in a temporary file.
 *
 * @param rows anything JSON can hold
 * @param look is shown each row as it comes
 */
export async function* spooled<Row>(rows: AsyncIterable<Row>, look: (row: Row) => void): AsyncGenerator<Row> {
  const directory = await mkdtemp(join(tmpdir(), 'stoa-export-'))
  const file = join(directory, 'rows')
  const lines = async function* () {
    for await (const row of rows) {
      look(row)
      yield `${JSON.stringify(row)}\n`
    }
  }
  try {
    await pipeline(Readable.from(lines()), createWriteStream(file))
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      yield JSON.parse(line) as Row
    }
  } finally {
    await rm(directory, { recursive: true })
  }
}
