// The demo mailbox as a process of its own:
//   node tools/demo-mailbox/serve.ts --smtp-port 2525 --web-port 8092
import { parseArgs } from 'node:util'
import { startDemoMailbox } from './mailbox-server.ts'

function usage(fault: string): never {
  process.stderr.write(
    `${fault}\nusage: node tools/demo-mailbox/serve.ts [--smtp-port 2525] [--web-port 8092]\n`,
  )
  process.exit(2)
}

function readPorts(): { smtp: number; web: number } {
  let values: { 'smtp-port': string; 'web-port': string }
  try {
    values = parseArgs({
      options: {
        'smtp-port': { type: 'string', default: '2525' },
        'web-port': { type: 'string', default: '8092' },
      },
    }).values
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error))
  }
  const port = (name: 'smtp-port' | 'web-port') =>
    /^\d{1,5}$/.test(values[name]) && Number(values[name]) <= 65_535
      ? Number(values[name])
      : usage(`--${name} must be a port from 0 (any free one) to 65535, got ${values[name]}`)
  return { smtp: port('smtp-port'), web: port('web-port') }
}

try {
  const mailbox = await startDemoMailbox(readPorts())
  process.stdout.write(`demo mailbox ready at ${mailbox.smtpUrl} and ${mailbox.webUrl}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void mailbox.close().then(() => process.exit(0)))
} catch (error) {
  const { code } = error as { code?: string }
  process.stderr.write(
    code === 'EADDRINUSE'
      ? 'the demo mailbox could not start: one of its ports is taken. Choose others by --smtp-port and --web-port.\n'
      : `the demo mailbox could not start: ${error instanceof Error ? error.message : error}\n`,
  )
  process.exit(1)
}
