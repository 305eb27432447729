// `npm run vault -- <command>`: what an operator does with the key vault (docs/operations.md). The post office may be open
// meanwhile. Reads DATA_DIR, MASTER_KEYS and ERASURE_JOURNAL as the post office does.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { LocalKeyVault } from '#adapters/key-vault-local.ts'
import { readConfig } from '#ground/config.ts'
import { openVault } from './open-vault.ts'

type Command = {
  about: string
  argument?: string
  run(vault: LocalKeyVault, argument: string): Promise<string>
}

const COMMANDS: Record<string, Command> = {
  backup: {
    about: 'copies the vault, durably; never overwrites',
    argument: 'FILE',
    async run(vault, file) {
      if (existsSync(file)) throw new Error(`${file} is there already: name a new file.`)
      await vault.backup(resolve(file))
      return `The vault is copied to ${file}. The erasure journal and the master key are kept apart from it.`
    },
  },
  'replay-erasures': {
    about: 'erases what a replica of the erasure journal names and this vault still has',
    argument: 'JOURNAL',
    run: async (vault, journal) =>
      `${await vault.replayErasures(journal)} mailbox keys erased that were still there.`,
  },
  'rotate-master': {
    about: 'makes a new master key, or takes the newest of MASTER_KEYS, and wraps all mailbox keys anew',
    async run(vault) {
      const { version, rewrapped } = await vault.rotateMaster()
      return `Master key version ${version}: ${rewrapped} mailbox keys wrapped anew. Older versions still open older backups.`
    },
  },
  'forget-old-masters': {
    about:
      'drops master keys that wrap nothing any more; vault backups from before the rotation become unreadable',
    run: async (vault) => `${await vault.forgetOldMasters()} old master keys are gone.`,
  },
}

const USAGE = `npm run vault -- COMMAND
${Object.entries(COMMANDS)
  .map(([name, { about, argument = '' }]) => `  ${`${name} ${argument}`.padEnd(26)} ${about}`)
  .join('\n')}`

const [name = '', argument = '', ...others] = process.argv.slice(2)
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
if (!command || others.length > 0 || (argument === '') !== (command.argument === undefined)) {
  console.error(USAGE)
  process.exitCode = 2
} else {
  try {
    console.log(await withVault((vault) => command.run(vault, argument)))
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}

async function withVault<T>(work: (vault: LocalKeyVault) => Promise<T>): Promise<T> {
  // The vault asks for no database; everything else is judged as at any start.
  const config = readConfig({ DATABASE_URL: 'postgres://', ...process.env })
  const vault = openVault(config)
  try {
    return await work(vault)
  } finally {
    vault.close()
  }
}
