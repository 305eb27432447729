/** brevhus keygen and configure: become a sender on this machine. */

import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { fileWords } from '../file-words.ts'
import { openClient } from '../open-client.ts'
import { makeKeyFile, readKeyFile } from '../sender-key.ts'
import { type Settings, writeSettings } from '../settings.ts'
import { UsageFault } from '../terminal/say-failure.ts'
import { run } from './command.ts'

export function addSetup(program: Command): void {
  const keygen = program
    .command('keygen [file]')
    .description('make a key pair; prints the public key, which the operator registers')
  keygen.action((file = 'brevhus-key.pem') =>
    run(keygen, async ({ screen }) => {
      const jwk = await makeKeyFile(file).catch((error: { code?: string }) => {
        throw new UsageFault(
          error.code === 'EEXIST'
            ? `${file} exists and is not overwritten. Name another file.`
            : `${file} cannot be written (${fileWords(error)}).`,
        )
      })
      screen.note(`The private key is in ${file}. Keep it to yourself and out of backups others read.`)
      screen.note('Send this public key to the operator of the post office:')
      process.stdout.write(`${JSON.stringify(jwk)}\n`)
    }),
  )

  const configure = program
    .command('configure')
    .description('keep address, sender id and key file for the next time, and try them')
  configure.action(() =>
    run(configure, async ({ screen, settings, env, signal }) => {
      const given = await complete(settings, signal)
      const chosen = { ...given, key: resolve(given.key) }
      await readKeyFile(chosen.key)
      const { url, sender: senderId, key: keyFile } = chosen
      const brevhus = openClient({ url, senderId, keyFile, allowHttp: env.BREVHUS_ALLOW_HTTP === 'yes' })
      await brevhus.checkAccess()
      const path = await writeSettings(chosen, env)
      screen.result({ saved: path })
      screen.say(`The post office gave access. Saved in ${path}.`)
    }),
  )
}

async function complete(given: Partial<Settings>, signal: AbortSignal): Promise<Settings> {
  const { url, sender, key } = given
  if (url && sender && key) return { url, sender, key }
  if (!process.stdin.isTTY) throw new UsageFault('Give --url, --sender and --key, or run it in a terminal.')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const ask = async (question: string) => (await lines.question(`${question}: `, { signal })).trim()
  try {
    return {
      url: url || (await ask('Address of the post office')),
      sender: sender || (await ask('Your sender id')),
      key: key || (await ask('File with your private key')),
    }
  } finally {
    lines.close()
  }
}
