import { type AddressInfo, createServer } from 'node:net'

/** Notes whatever connects to it, by the first line of what it says. */
export async function openCanary() {
  const heard: string[] = []
  const server = createServer((socket) => {
    const at = heard.push('a connection without a word') - 1
    socket.on('error', () => {})
    socket.once('data', (data) => {
      heard[at] = String(data).split('\r\n')[0]!
      socket.end('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n')
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return { heard, url: `http://127.0.0.1:${port}`, close: () => server.close() }
}
