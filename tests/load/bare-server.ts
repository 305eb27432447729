/** Raw baseline of session and token checks, in a process of its own: Node's own http server, which looks at nothing and
 * answers the same head and the same bytes. */
import { createServer } from 'node:http'
import { scriptInput } from './processes.ts'

export type BareOrder = {
  port: number
  status: number
  headers: Readonly<Record<string, string>>
  body: string
}

if (import.meta.main) {
  const { port, status, headers, body } = await scriptInput<BareOrder>()
  const server = createServer((request, answer) => {
    // A form is read to its end, as every server must.
    request.on('end', () => answer.writeHead(status, headers).end(body)).resume()
  })
  server.listen(port, '127.0.0.1')
  process.once('SIGHUP', () => {
    server.close(() => process.stdout.write('{}'))
    server.closeAllConnections()
  })
}
