// `npm run service-provider -- <command>`: the operator lets an organisation sign people in with the electronic ID, or stops it (docs/operations.md).
// Reads DATABASE_URL and PUBLIC_URL as the post office does; it may be open meanwhile.
import { createPublicKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { systemClock } from '#ground/clock.ts'
import { openDb } from '#ground/db.ts'
import { openLog } from '#ground/log.ts'
import {
  registerServiceProvider,
  type ServiceProviderOrder,
} from '#identity/provider/register-service-provider.ts'
import { listServiceProviders, suspendServiceProvider } from '#identity/provider/service-provider.store.ts'
import { setPublicSector } from '#identity/provider/set-public-sector.ts'
import { siteOf } from '#identity/site.ts'
import { wordsOf } from './operator.ts'
import { operatorSettings } from './operator-settings.ts'

const USAGE = `npm run service-provider -- register --name-da NAME --name-nb NAME --name-en NAME --country dk|no --number CVR-OR-ORGNR --public yes|no
      --redirect ADDRESS (--key FILE | --keys-at ADDRESS | --secret header|body) [more]
npm run service-provider -- list
npm run service-provider -- suspend CLIENT-ID
npm run service-provider -- public CLIENT-ID | private CLIENT-ID
  --public yes|no          of the public sector: then it signs in only who has agreed to use the ID for public services;
                           the commands public and private correct it later
  --name-sv NAME           in Swedish; left out: as in Bokmål
  --redirect ADDRESS       where people come back to; several times for several, all on one host
  --key FILE               its public key, PEM or JWK; several times for several
  --keys-at ADDRESS        or where its public keys are
  --secret header|body     or a secret, told once, for who can't sign
  --high-risk              the FAPI 2.0 Security Profile
  --number-ground TEXT     the law that gives it a right to national numbers
  --logout ADDRESS         is told when a session ends
  --after-logout ADDRESS   where people may be led after signing out; several times for several
  --sector HOST            shares its names for people with others of this sector
Who somebody is, you have found out before you register: people see the name on the page that asks for their consent.`

class Fault extends Error {}

const OPTIONS = {
  'name-da': { type: 'string', default: '' },
  'name-nb': { type: 'string', default: '' },
  'name-sv': { type: 'string' },
  'name-en': { type: 'string', default: '' },
  country: { type: 'string' },
  number: { type: 'string', default: '' },
  public: { type: 'string' },
  redirect: { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
  'keys-at': { type: 'string' },
  secret: { type: 'string' },
  'high-risk': { type: 'boolean', default: false },
  'number-ground': { type: 'string' },
  logout: { type: 'string' },
  'after-logout': { type: 'string', multiple: true },
  sector: { type: 'string' },
} as const

try {
  console.log(await run(process.argv.slice(2)))
} catch (error) {
  process.exitCode = error instanceof Fault ? 2 : 1
  console.error(wordsOf(error))
}

async function run(args: string[]): Promise<string> {
  const { command, values, id } = readArguments(args)
  const config = operatorSettings()
  const log = openLog({ level: 'error', name: 'service-provider', stream: process.stderr })
  const db = openDb({ url: config.DATABASE_URL, connectionsMax: 2, log, name: 'brevhus service-provider' })
  const room = { db, clock: systemClock, site: siteOf(config.PUBLIC_URL) }
  try {
    if (command === 'list') {
      const rows = await listServiceProviders(db)
      return rows
        .map(
          (row) =>
            `${row.clientId}  ${row.profile.padEnd(5)}  ${row.publicSector ? 'public ' : 'private'}  ${row.suspendedAt ? 'suspended' : 'open     '}  ${row.names.en}`,
        )
        .join('\n')
    }
    if (command === 'suspend') {
      if (!(await suspendServiceProvider(db, id, systemClock())))
        throw new Fault(`There is no service provider ${id} that is not suspended already.`)
      return 'Suspended: it signs nobody in, and what it was given opens nothing any more.'
    }
    if (command === 'public' || command === 'private') {
      if (!(await setPublicSector(db, id, command === 'public')))
        throw new Fault(`There is no service provider ${id}.`)
      return command === 'public'
        ? 'Of the public sector: it signs in only who has agreed to that; what it was given by others opens nothing any more.'
        : 'Private: it signs in everybody.'
    }
    const { clientId, secret } = await registerServiceProvider(room, await orderOf(values))
    const told = [`client id   ${clientId}`, ...(secret === null ? [] : [`secret      ${secret}`])]
    return `Registered. Tell the organisation:\n  issuer      ${room.site.origin}\n  ${told.join('\n  ')}`
  } finally {
    await db.destroy()
  }
}

type Values = ReturnType<typeof parse>['values']

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: OPTIONS })
  } catch (error) {
    throw new Fault(`${(error as Error).message}\n${USAGE}`)
  }
}

function readArguments(args: string[]): { command: string; values: Values; id: string } {
  const { values, positionals } = parse(args)
  const [command = '', id = '', ...others] = positionals
  const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id)
  const fits = ['suspend', 'public', 'private'].includes(command)
    ? uuid
    : (command === 'register' || command === 'list') && id === ''
  if (!fits || others.length > 0) throw new Fault(USAGE)
  return { command, values, id }
}

async function orderOf(values: Values): Promise<ServiceProviderOrder> {
  const { country, secret, public: isPublic } = values
  if (country !== 'dk' && country !== 'no') throw new Fault(`--country must be dk or no.\n${USAGE}`)
  if (isPublic !== 'yes' && isPublic !== 'no') throw new Fault(`--public must be yes or no.\n${USAGE}`)
  if (secret !== undefined && secret !== 'header' && secret !== 'body')
    throw new Fault(`--secret must be header or body.\n${USAGE}`)
  const keys = await Promise.all((values.key ?? []).map(readKey))
  return {
    country,
    organisationNumber: values.number,
    names: {
      da: values['name-da'],
      nb: values['name-nb'],
      en: values['name-en'],
      ...(values['name-sv'] === undefined ? {} : { sv: values['name-sv'] }),
    },
    publicSector: isPublic === 'yes',
    profile: values['high-risk'] ? 'fapi2' : 'basic',
    redirectUris: values.redirect ?? [],
    postLogoutRedirectUris: values['after-logout'] ?? [],
    ...(keys.length > 0 ? { jwks: { keys } } : {}),
    ...(values['keys-at'] === undefined ? {} : { jwksUri: values['keys-at'] }),
    ...(secret === undefined ? {} : { secretIn: secret }),
    ...(values['number-ground'] === undefined ? {} : { numberGround: values['number-ground'] }),
    ...(values.logout === undefined ? {} : { backChannelLogoutUri: values.logout }),
    ...(values.sector === undefined ? {} : { sector: values.sector }),
  }
}

async function readKey(file: string): Promise<JWK> {
  if (!existsSync(file)) throw new Fault(`${file} is not there. Ask the organisation for its public key.`)
  const text = readFileSync(file, 'utf8')
  // Node would quietly make the public key of a private one; nobody may have that but its owner.
  if (/PRIVATE KEY/.test(text)) throw new Fault(`${file} is a private key. Only its owner may have that one.`)
  try {
    const jwk = (
      text.trimStart().startsWith('{') ? JSON.parse(text) : createPublicKey(text).export({ format: 'jwk' })
    ) as JWK
    return { kid: await calculateJwkThumbprint(jwk), ...jwk }
  } catch {
    throw new Fault(`${file} is neither a public key as PEM nor a JWK.`)
  }
}
