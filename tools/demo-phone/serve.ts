// The demo SMS gateway as a process of its own; its token comes from SMS_TOKEN:
//   node tools/demo-phone/serve.ts --port 8095
import { parseArgs } from 'node:util'
import { startDemoPhone } from './phone-server.ts'

const { values } = parseArgs({ options: { port: { type: 'string', default: '8095' } } })
if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
  process.stderr.write(`--port must be a port from 0 (any free one) to 65535, got ${values.port}\n`)
  process.exit(2)
}
try {
  const phone = await startDemoPhone({
    port: Number(values.port),
    token: process.env.SMS_TOKEN ?? 'demo-sms',
  })
  process.stdout.write(`demo SMS gateway ready at ${phone.url}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void phone.close().then(() => process.exit(0)))
} catch (error) {
  const taken = (error as { code?: string }).code === 'EADDRINUSE'
  process.stderr.write(
    `the demo SMS gateway could not start: ${taken ? 'its port is taken, choose another by --port' : error}\n`,
  )
  process.exit(1)
}
