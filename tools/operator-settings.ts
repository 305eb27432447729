/**
 * Which post office an operator's command works on: that of the environment, as the program itself reads it. Where DATABASE_URL is not set and `npm start` has
 * a demo open in this folder, that one, and it says so.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Config, readConfig } from '#ground/config.ts'

type Env = Readonly<Record<string, string | undefined>>

const NAMES = ['DATABASE_URL', 'DATA_DIR', 'PORT', 'PUBLIC_URL'] as const
type Settings = Readonly<Record<(typeof NAMES)[number], string>>

const fileIn = (dataDir: string) => join(dataDir, 'open.json')

/** While the demo is open. Nobody but its user reads the address of its database. */
export function noteOpen(settings: Settings): void {
  const noted = Object.fromEntries(NAMES.map((name) => [name, settings[name]]))
  writeFileSync(fileIn(settings.DATA_DIR), JSON.stringify(noted), { mode: 0o600 })
}

export const noteClosed = (dataDir: string): void => rmSync(fileIn(dataDir), { force: true })

let said = false

/** @throws ConfigError that names what is missing */
export function operatorSettings(
  env: Env = process.env,
  say = (line: string) => console.error(line),
): Config {
  const demo = env.DATABASE_URL === undefined ? openDemo(resolve(env.DATA_DIR ?? 'data')) : null
  if (!demo) return readConfig(env)
  if (!said) say(`(DATABASE_URL is not set: this works on the demo that is open in ${demo.DATA_DIR}.)`)
  said = true
  return readConfig({ ...env, ...demo })
}

function openDemo(dataDir: string): Settings | null {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Settings
  } catch {
    return null
  }
}
