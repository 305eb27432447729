// `npm run sender -- <command>`: the operator approves a sender, or stops one, until there is a back office (docs/operations.md).
// Reads DATABASE_URL, DATA_DIR, MASTER_KEYS and ERASURE_JOURNAL as the post office does; it may be open meanwhile.
import { createPublicKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { JWK } from 'jose'
import {
  type ApproveSender,
  acceptMail,
  approveSender,
  resumeSender,
  suspendSender,
} from '#dispatch/senders/approve-sender.ts'
import { addKey, endKey, listKeys } from '#dispatch/senders/change-keys.ts'
import { findSender } from '#dispatch/senders/sender.store.ts'
import { openParts, wordsOf } from './operator.ts'

const USAGE = `npm run sender -- approve --name NAME --country dk|no --number CVR-OR-ORGNR --key FILE [--public-sector]
npm run sender -- suspend SENDER-ID
npm run sender -- resume SENDER-ID
npm run sender -- keys SENDER-ID
npm run sender -- add-key SENDER-ID --key FILE
npm run sender -- end-key SENDER-ID KEY-ID
npm run sender -- mail SENDER-ID on|off|customer-service
  add-key, end-key  how a sender changes its key: add the new one, let it move over, end the old one, whose
                    tokens stop within seconds; keys lists what it has and had
  --key FILE        the sender's public key, PEM or JWK; several times for several
  mail              people may write to it and answer its letters, which it then fetches (brevhus mail);
                    customer-service: it is the operator itself, and stands first
  --public-sector   an authority: its letters are sensitive unless it says otherwise, and need more than a password
Who somebody is, you have found out before you approve: recipients see the name with a mark that says so.`

const MAIL_WISHES = ['on', 'off', 'customer-service']

class Fault extends Error {}

async function run(args: string[]): Promise<string> {
  const wanted = readArguments(args)
  const { house, close } = openParts('sender')
  try {
    if ('order' in wanted) {
      const { senderId, keyIds } = await approveSender(house, wanted.order)
      return `Approved. Tell the sender:\n  sender id  ${senderId}\n  key id     ${keyIds.join(', ')}`
    }
    const { deed, id, said } = wanted
    if (!/^[0-9a-f-]{36}$/.test(id) || !(await findSender(house.db, id)))
      throw new Fault(`There is no sender ${id}.`)
    return await deed.run(house, id, said)
  } finally {
    await close()
  }
}

type OpenHouse = ReturnType<typeof openParts>['house']
type Deed = {
  /** What is said after the sender's id: words, or files with a key; undefined: not what this command takes. */
  takes: (words: readonly string[], files: readonly string[]) => string | undefined
  run: (house: OpenHouse, id: string, said: string) => Promise<string>
}

const nothing: Deed['takes'] = (words, files) => (words.length + files.length === 0 ? '' : undefined)
const oneFile: Deed['takes'] = (words, files) =>
  words.length === 0 && files.length === 1 ? files[0] : undefined
const oneWord: Deed['takes'] = (words, files) =>
  words.length === 1 && files.length === 0 ? words[0] : undefined

/** What is done with a sender that is there. */
const DEEDS: Readonly<Record<string, Deed>> = {
  suspend: {
    takes: nothing,
    run: async (house, id) => {
      await suspendSender(house, id)
      return 'Suspended: it gets no token, and the ones it has stop within seconds.'
    },
  },
  resume: {
    takes: nothing,
    run: async (house, id) => {
      await resumeSender(house, id)
      return 'It may send again. What was stopped meanwhile it hands in again.'
    },
  },
  keys: {
    takes: nothing,
    run: async (house, id) =>
      (await listKeys(house, id))
        .map((key) => {
          const state = key.state === 'active' ? 'in use' : 'ended '
          return `${key.addedAt.toISOString().slice(0, 10)}  ${state}  ${key.keyId}`
        })
        .join('\n'),
  },
  'add-key': {
    takes: oneFile,
    run: async (house, id, file) => {
      const { keyId } = await addKey(house, id, readKey(file))
      return `Added, beside those it has. Tell the sender:\n  key id     ${keyId}`
    },
  },
  'end-key': {
    takes: oneWord,
    run: async (house, id, keyId) => {
      await endKey(house, id, keyId)
      return 'Ended: it gets no token by it, and the ones it has got stop within seconds.'
    },
  },
  mail: {
    takes: (words, files) => (MAIL_WISHES.includes(words[0] ?? '') ? oneWord(words, files) : undefined),
    run: async (house, id, wish) => {
      await acceptMail(house, id, { accepts: wish !== 'off', customerService: wish === 'customer-service' })
      return wish === 'off' ? 'It takes no mail any more.' : 'People may write to it now.'
    },
  },
}

function readArguments(args: string[]): { order: ApproveSender } | { deed: Deed; id: string; said: string } {
  const { values, positionals } = parse(args)
  const [command = '', id = '', ...words] = positionals
  const { name, country, number, key = [] } = values
  if (command !== 'approve') {
    const deed = Object.hasOwn(DEEDS, command) && id !== '' ? DEEDS[command] : undefined
    const said = deed?.takes(words, key)
    if (!deed || said === undefined) throw new Fault(USAGE)
    return { deed, id, said }
  }
  if (id !== '' || !name || !number || key.length === 0) throw new Fault(USAGE)
  if (country !== 'dk' && country !== 'no') throw new Fault(`--country must be dk or no.\n${USAGE}`)
  const publicSector = values['public-sector'] ?? false
  return { order: { name, country, organisationNumber: number, publicSector, publicKeys: key.map(readKey) } }
}

function parse(given: string[]) {
  // The id of a key is a digest in base64url: one in 64 begins with a dash, and is no option for that.
  const dashed = given.findIndex((one) => /^-[\w-]{42}$/.test(one))
  const args = dashed < 0 ? given : [...given.slice(0, dashed), '--', ...given.slice(dashed)]
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        country: { type: 'string' },
        number: { type: 'string' },
        key: { type: 'string', multiple: true },
        'public-sector': { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new Fault(`${(error as Error).message}\n${USAGE}`)
  }
}

function readKey(file: string): JWK {
  if (!existsSync(file)) throw new Fault(`${file} is not there. Ask the sender for its public key.`)
  const text = readFileSync(file, 'utf8')
  // Node would quietly make the public key of a private one; nobody may have that but the sender.
  if (/PRIVATE KEY/.test(text))
    throw new Fault(`${file} is a private key. Only the sender may have that one.`)
  try {
    if (text.trimStart().startsWith('{')) return JSON.parse(text) as JWK
    return createPublicKey(text).export({ format: 'jwk' }) as JWK
  } catch {
    throw new Fault(`${file} is neither a public key as PEM nor a JWK.`)
  }
}

try {
  console.log(await run(process.argv.slice(2)))
} catch (error) {
  process.exitCode = error instanceof Fault ? 2 : 1
  console.error(wordsOf(error))
}
