/** The demo's push service as a process of its own: `node tools/demo-push/serve.ts --port 8096 [--file push.json]`. */
import { parseArgs } from 'node:util'
import { startDemoPush } from './push-server.ts'

const { values } = parseArgs({ options: { port: { type: 'string' }, file: { type: 'string' } } })
const push = await startDemoPush({
  port: Number(values.port ?? 0),
  ...(values.file === undefined ? {} : { file: values.file }),
})
process.stdout.write(`ready ${push.url}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void push.close().then(() => process.exit(0)))
