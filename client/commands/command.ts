/** What every command is given: its options, a screen and, when it asks, an open client. */
import type { Command } from 'commander'
import { type BrevhusClient, openClient } from '../open-client.ts'
import { readKeyFile } from '../sender-key.ts'
import { readSettings, type Settings } from '../settings.ts'
import { EXIT, sayFailure } from '../terminal/say-failure.ts'
import { openScreen, type Screen } from '../terminal/screen.ts'

export type Session = {
  screen: Screen
  signal: AbortSignal
  env: NodeJS.ProcessEnv
  settings: Partial<Settings>
  client(): Promise<BrevhusClient>
  /** What to say to somebody who stops the command from here on. */
  whenStopped(words: string): void
}

type Global = Partial<Settings> & { json?: boolean }

/** Runs a command's work and turns what comes of it into words and an exit code. */
export async function run(
  command: Command,
  work: (session: Session) => Promise<number | undefined>,
): Promise<void> {
  const { json = false, ...settings } = command.optsWithGlobals<Global>()
  const screen = openScreen({ json })
  const stop = new AbortController()
  const onSignal = () => stop.abort(new Error('Stopped.'))
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  let whenStopped = ''
  const session: Session = {
    screen,
    signal: stop.signal,
    env: process.env,
    settings,
    client: () => clientOf(settings, screen, stop.signal),
    whenStopped: (words) => {
      whenStopped = words
    },
  }
  try {
    process.exitCode = (await work(session)) ?? EXIT.ok
  } catch (error) {
    if (stop.signal.aborted) {
      screen.note(`Stopped. ${whenStopped}`.trim())
      process.exitCode = EXIT.problem
      // A request that was cut off may hold its connection for minutes.
      process.exit()
    }
    process.exitCode = sayFailure(screen, error)
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

async function clientOf(
  options: Partial<Settings>,
  screen: Screen,
  signal: AbortSignal,
): Promise<BrevhusClient> {
  const { url, sender, key } = await readSettings(options, process.env)
  // Read now, so that a wrong key is told before anything is prepared.
  const { open } = await readKeyFile(key)
  let said = false
  if (open) screen.note(`Others on this machine can read ${key}. Type: chmod 600 ${key}`)
  return openClient({
    url,
    senderId: sender,
    keyFile: key,
    allowHttp: process.env.BREVHUS_ALLOW_HTTP === 'yes',
    signal,
    onWait: (_waitMs, status) => {
      if (said) return
      said = true
      const why = status === undefined ? 'does not answer' : `asks to come back (${status})`
      screen.note(`The post office ${why}; trying again for a while. Ctrl-C stops.`)
    },
  })
}
