// The demo print house as a process of its own; its token comes from PRINT_TOKEN:
//   node tools/demo-print/serve.ts --port 8094
import { parseArgs } from 'node:util'
import { startDemoPrintHouse } from './print-server.ts'

const { values } = parseArgs({ options: { port: { type: 'string', default: '8094' } } })
if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
  process.stderr.write(`--port must be a port from 0 (any free one) to 65535, got ${values.port}\n`)
  process.exit(2)
}
try {
  const house = await startDemoPrintHouse({
    port: Number(values.port),
    token: process.env.PRINT_TOKEN ?? 'demo-print',
  })
  process.stdout.write(`demo print house ready at ${house.url}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void house.close().then(() => process.exit(0)))
} catch (error) {
  const taken = (error as { code?: string }).code === 'EADDRINUSE'
  process.stderr.write(
    `the demo print house could not start: ${taken ? 'its port is taken, choose another by --port' : error}\n`,
  )
  process.exit(1)
}
