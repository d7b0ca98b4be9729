import { createServer } from 'node:net'

/** The preferred port of 127.0.0.1 if it is free, else any free one. */
export async function freePort(preferred = 0): Promise<number> {
  return listen(preferred).catch(() => listen(0))
}

function listen(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}
