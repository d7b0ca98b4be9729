import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openShop, USER } from './shop.ts'

let shop: Awaited<ReturnType<typeof openShop>>
let port: number

beforeAll(async () => {
  shop = await openShop()
  await shop.app.listen({ port: 0, host: '127.0.0.1' })
  port = (shop.app.server.address() as AddressInfo).port
})

afterAll(() => shop?.close())

const PART = '--b\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'

/** Begins an upload that announces more than it sends. */
function begin(body: string) {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(
    `POST /admin/uploads HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer user\r\nContent-Length: 500000\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n${body}`,
  )
  return socket
}

test.each([
  ['in the first file', PART + 'x'.repeat(50_000)],
  ['in the second file', `${PART}whole\r\n${PART}${'x'.repeat(50_000)}`],
  ['between two files', `${PART}whole\r\n--b\r\nContent-Dispo`],
])('a client that leaves %s leaves nothing behind', async (_where, body) => {
  const socket = begin(body)
  await vi.waitFor(async () => expect(await shop.kept()).not.toEqual([]), 5_000)
  socket.destroy()
  await vi.waitFor(async () => expect(await shop.kept()).toEqual([]), 5_000)
})

test('a file that is too large is refused before all of it came, and the next upload goes on', async () => {
  const socket = begin(PART + 'x'.repeat(150_000))
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /)
  socket.destroy()
  await vi.waitFor(async () => expect(await shop.kept()).toEqual([]), 5_000)
  const { status, files } = await shop.upload({ 'a.png': 'a' })
  expect(status).toBe(200)
  await shop.send('DELETE', `/admin/uploads/${files[0].id}`)
})

test('a connection goes on after a refusal, however much was sent', async () => {
  for (const headers of [USER, {}]) {
    const form = new FormData()
    form.append('files', new Blob([new Uint8Array(20_000_000)]), 'large.png')
    form.append('files', new Blob(['small']), 'small.png')
    const refused = await fetch(`http://127.0.0.1:${port}/admin/uploads`, {
      method: 'POST',
      headers,
      body: form,
    })
    expect(refused.status).toBe(headers === USER ? 413 : 401)
    await refused.text()
    const next = await fetch(`http://127.0.0.1:${port}/admin/uploads/unknown`, { headers: USER })
    expect(next.status).toBe(404)
    await next.text()
  }
  expect(await shop.kept()).toEqual([])
})
