// `npm run sender -- <command>`: the operator approves a sender, or stops one, until there is a back office (docs/operations.md).
// Reads DATABASE_URL, DATA_DIR, MASTER_KEYS and ERASURE_JOURNAL as the post office does; it may be open meanwhile.
import { createPublicKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { JWK } from 'jose'
import { acceptMail, approveSender, resumeSender, suspendSender } from '#dispatch/senders/approve-sender.ts'
import { findSender } from '#dispatch/senders/sender.store.ts'
import { openParts, wordsOf } from './operator.ts'

const USAGE = `npm run sender -- approve --name NAME --country dk|no --number CVR-OR-ORGNR --key FILE [--public-sector]
npm run sender -- suspend SENDER-ID
npm run sender -- resume SENDER-ID
npm run sender -- mail SENDER-ID on|off|customer-service
  --key FILE        the sender's public key, PEM or JWK; several times for several
  mail              people may write to it and answer its letters, which it then fetches (brevhus mail);
                    customer-service: it is the operator itself, and stands first
  --public-sector   an authority: its letters are sensitive unless it says otherwise, and need more than a password
Who somebody is, you have found out before you approve: recipients see the name with a mark that says so.`

const MAIL_WISHES = ['on', 'off', 'customer-service']

class Fault extends Error {}

try {
  console.log(await run(process.argv.slice(2)))
} catch (error) {
  process.exitCode = error instanceof Fault ? 2 : 1
  console.error(wordsOf(error))
}

async function run(args: string[]): Promise<string> {
  const { command, values, id, wish } = readArguments(args)
  const { house, close } = openParts('sender')
  try {
    if (command === 'suspend') {
      if (!/^[0-9a-f-]{36}$/.test(id) || !(await findSender(house.db, id)))
        throw new Fault(`There is no sender ${id}.`)
      await suspendSender(house, id)
      return 'Suspended: it gets no token, and the ones it has stop within seconds.'
    }
    if (command === 'resume') {
      if (!/^[0-9a-f-]{36}$/.test(id) || !(await findSender(house.db, id)))
        throw new Fault(`There is no sender ${id}.`)
      await resumeSender(house, id)
      return 'It may send again. What was stopped meanwhile it hands in again.'
    }
    if (command === 'mail') {
      if (!/^[0-9a-f-]{36}$/.test(id) || !(await findSender(house.db, id)))
        throw new Fault(`There is no sender ${id}.`)
      await acceptMail(house, id, { accepts: wish !== 'off', customerService: wish === 'customer-service' })
      return wish === 'off' ? 'It takes no mail any more.' : 'People may write to it now.'
    }
    const { senderId, keyIds } = await approveSender(house, values)
    return `Approved. Tell the sender:\n  sender id  ${senderId}\n  key id     ${keyIds.join(', ')}`
  } finally {
    await close()
  }
}

function readArguments(args: string[]) {
  const { values, positionals } = parse(args)
  const [command, id = '', ...others] = positionals
  const { name, country, number, key = [] } = values
  if ((command === 'suspend' || command === 'resume') && id !== '' && others.length === 0)
    return { command, id, wish: '', values: undefined as never }
  if (command === 'mail' && MAIL_WISHES.includes(others[0] ?? '') && others.length === 1)
    return { command, id, wish: others[0]!, values: undefined as never }
  if (command !== 'approve' || id !== '' || !name || !number || key.length === 0) throw new Fault(USAGE)
  if (country !== 'dk' && country !== 'no') throw new Fault(`--country must be dk or no.\n${USAGE}`)
  const publicSector = values['public-sector'] ?? false
  const order = {
    name,
    country,
    organisationNumber: number,
    publicSector,
    publicKeys: key.map(readKey),
  } as const
  return { command, id, wish: '', values: order }
}

function parse(args: string[]) {
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
