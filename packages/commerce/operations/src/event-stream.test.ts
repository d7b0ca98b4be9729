import { expect, test } from 'vitest'
import { EventStream } from './event-stream.ts'

async function textOf(stream: EventStream): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += chunk
  return text
}

test('what is sent arrives as events, and what was sent before the end too', async () => {
  const stream = new EventStream()
  stream.send({ text: 'two\nlines' })
  stream.beat()
  stream.end()
  stream.end()
  stream.send({ text: 'too late' })
  expect(await textOf(stream)).toBe('retry: 1000\n\nevent: message\ndata: {"text":"two\\nlines"}\n\n: \n\n')
})

test('a client that does not read is cut off before it fills the memory', () => {
  const stream = new EventStream()
  for (let no = 0; no < 200; no += 1) stream.send({ text: 'x'.repeat(10_000) })
  expect(stream.destroyed).toBe(true)
  expect(stream.readableLength).toBeLessThan(2_000_000)
})
