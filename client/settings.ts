/** Who is sending, to which post office, with which key: from options, else the environment, else the file that
 * `brevhus configure` wrote. The file names the key's file, never the key. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { UsageFault } from './terminal/say-failure.ts'

export type Settings = { url: string; sender: string; key: string }

type Env = Readonly<Record<string, string | undefined>>

const VARIABLES = { url: 'BREVHUS_URL', sender: 'BREVHUS_SENDER', key: 'BREVHUS_KEY' } as const
const WORDS = {
  url: 'the address of the post office',
  sender: 'your sender id',
  key: 'the file with your private key',
}

const settingsPath = (env: Env): string =>
  join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'brevhus', 'config.json')

/** @throws UsageFault that names everything that is missing */
export async function readSettings(options: Partial<Settings>, env: Env): Promise<Settings> {
  const file = await readSettingsFile(settingsPath(env))
  const value = (name: keyof Settings) => options[name] || env[VARIABLES[name]] || file[name]
  const missing = (Object.keys(VARIABLES) as (keyof Settings)[]).filter((name) => !value(name))
  if (missing.length > 0) {
    const said = missing.map((name) => `${WORDS[name]} (--${name} or ${VARIABLES[name]})`)
    throw new UsageFault(`Missing: ${said.join('; ')}. Or run \`brevhus configure\` once.`)
  }
  return { url: value('url')!, sender: value('sender')!, key: value('key')! }
}

async function readSettingsFile(path: string): Promise<Partial<Settings>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    return {}
  }
  try {
    const { url, sender, key } = JSON.parse(text) as Record<string, unknown>
    const texts = Object.entries({ url, sender, key }).filter(([, value]) => typeof value === 'string')
    return Object.fromEntries(texts) as Partial<Settings>
  } catch {
    throw new UsageFault(`${path} is not readable JSON. Run \`brevhus configure\` again.`)
  }
}

export async function writeSettings(settings: Settings, env: Env): Promise<string> {
  const path = settingsPath(env)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
  return path
}
