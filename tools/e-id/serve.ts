// Simulated electronic IDs as a process of their own, for the demo and for trying a relying party by hand:
//   node tools/e-id/serve.ts --port 8094 --setup simulator.json
// The file holds `clients` and `people` as simulator.ts describes them; each client's key names the profile it is served.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { isUpstreamId } from '#rules/upstream.ts'
import { type SimulatorOptions, startSimulator } from './simulator.ts'

function usage(fault: string): never {
  process.stderr.write(`${fault}\nusage: node tools/e-id/serve.ts --setup FILE [--port 8094]\n`)
  process.exit(2)
}

async function readOptions(): Promise<SimulatorOptions> {
  const given = { port: '8094', setup: '' }
  try {
    const options = { port: { type: 'string' }, setup: { type: 'string' } } as const
    Object.assign(given, parseArgs({ options }).values)
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error))
  }
  const port = Number(given.port)
  if (!/^\d{1,5}$/.test(given.port) || port > 65_535)
    return usage(`--port must be a port from 0 (any free one) to 65535, got ${given.port}`)
  if (given.setup === '') return usage('--setup must name a file')
  const setup = JSON.parse(await readFile(given.setup, 'utf8')) as Omit<SimulatorOptions, 'port'>
  const unknown = Object.keys(setup.clients).filter((id) => !isUpstreamId(id))
  if (unknown.length > 0)
    return usage(`${given.setup} names profiles that do not exist: ${unknown.join(', ')}`)
  return { port, clients: setup.clients, people: setup.people }
}

try {
  const simulator = await startSimulator(await readOptions())
  process.stdout.write(`electronic IDs ready at ${simulator.origin}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void simulator.close().then(() => process.exit(0)))
} catch (error) {
  process.stderr.write(
    (error as { code?: string }).code === 'EADDRINUSE'
      ? 'the electronic IDs could not start: the port is taken. Choose another by --port.\n'
      : `the electronic IDs could not start: ${error instanceof Error ? error.message : error}\n`,
  )
  process.exit(1)
}
