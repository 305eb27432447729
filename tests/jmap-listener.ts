/**
 * A program that is not ours, listening: `node --experimental-eventsource tests/jmap-listener.ts <session address> <token> <types> <closeafter> <ping> [last state]`.
 * jmap-jam finds the stream, the EventSource of Node's own undici reads it; neither can be given a token for it, so that one is put in
 * at the way out. Each event is one line of JSON.
 */
import { JamClient } from 'jmap-jam'

const [sessionUrl = '', token = '', types = '*', closeafter = 'no', ping = '0', last] = process.argv.slice(2)

type Dispatch = (options: { headers?: object }, handler: unknown) => unknown
type Dispatcher = { compose(through: (dispatch: Dispatch) => Dispatch): Dispatcher }
const here = globalThis as unknown as Record<symbol, Dispatcher>
const DISPATCHER = Symbol.for('undici.globalDispatcher.1')

const jam = new JamClient({ sessionUrl, bearerToken: token })
await jam.getPrimaryAccount()
let opened = false
here[DISPATCHER] = here[DISPATCHER]!.compose((dispatch) => (options, handler) => {
  const first = !opened && last !== undefined ? { 'last-event-id': last } : {}
  opened = true
  return dispatch(
    { ...options, headers: { ...options.headers, authorization: `Bearer ${token}`, ...first } },
    handler,
  )
})

const say = (line: object) => console.log(JSON.stringify(line))
const source = await jam.connectEventSource({
  types: types === '*' ? '*' : types.split(','),
  closeafter,
  ping: Number(ping),
})
source.onopen = () => say({ event: 'open' })
for (const event of ['state', 'ping'])
  source.addEventListener(event, ({ data, lastEventId }) =>
    say({ event, id: lastEventId, data: JSON.parse(data) }),
  )
source.onerror = () => {
  say({ event: 'end' })
  source.close()
}
