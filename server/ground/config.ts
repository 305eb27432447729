/** Configuration comes from the environment, is read once at start and is wrong loudly: every fault is reported at once,
 * with the variable, what it said and what is allowed. */

import { readProxies } from '#ground/client-address.ts'
import { isLoopback, readUpstreams, UPSTREAMS_ALLOWED } from '#ground/upstream-settings.ts'
import { PROCESSOR_TASKS, readProcessors } from '#rules/processors.ts'
import { KNOWN_PUSH_SERVICES } from '#rules/push-endpoint.ts'

type Variable<T> = {
  readonly about: string
  readonly allowed: string
  readonly fallback?: string
  /** undefined = not allowed */
  readonly read: (text: string) => T | undefined
}

const hostOf = (value: string): string => (URL.canParse(value) ? new URL(value).hostname : '')

const text = (about: string, allowed: string, fallback?: string): Variable<string> => ({
  about,
  allowed,
  ...(fallback === undefined ? {} : { fallback }),
  read: (value) => (value.length > 0 ? value : undefined),
})

const url = (about: string, schemes: readonly string[], fallback?: string): Variable<string> => ({
  about,
  allowed: `an address starting with ${schemes.map((s) => `${s}://`).join(' or ')}`,
  ...(fallback === undefined ? {} : { fallback }),
  // PostgreSQL's may name a folder instead of a host.
  read: (value) =>
    schemes.some((s) => value.startsWith(`${s}://`) && (s.startsWith('postgres') || hostOf(value)))
      ? value
      : undefined,
})

const count = (about: string, min: number, max: number, fallback: number): Variable<number> => ({
  about,
  allowed: `a whole number from ${min} to ${max}`,
  fallback: String(fallback),
  read: (value) =>
    /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max ? Number(value) : undefined,
})

const choice = <const C extends string>(about: string, options: readonly C[], fallback: C): Variable<C> => ({
  about,
  allowed: options.join(' | '),
  fallback,
  read: (value) => options.find((o) => o === value),
})

export const VARIABLES = {
  DATABASE_URL: url('PostgreSQL 15 or newer; the role owns its database and is not a superuser', [
    'postgres',
    'postgresql',
  ]),
  DATABASE_CONNECTIONS: count('connections this process may hold', 2, 200, 12),
  HOST: text('address to listen on', 'a host name or IP address', '127.0.0.1'),
  PORT: count('port to listen on', 1, 65535, 8080),
  OPERATIONS_HOST: text(
    'address for the operations port; not one the public can reach',
    'a host name or IP address',
    '127.0.0.1',
  ),
  OPERATIONS_PORT: count(
    'port for /metrics and the detailed /ready of this process; another for each process of a machine; 0: none',
    0,
    65535,
    0,
  ),
  PUBLIC_URL: {
    about: 'how people reach this post office',
    allowed: 'an address starting with http:// or https://, without a path',
    fallback: 'http://localhost:8080',
    read: (value: string) =>
      /^https?:\/\/[^\s/?#@]+\/?$/.test(value) && hostOf(value) ? new URL(value).origin : undefined,
  },
  TRUSTED_PROXIES: {
    about:
      'addresses of the proxies in front of this process; only what they say of where a request comes from is believed. none: every request comes from where its connection does',
    allowed:
      'IP addresses and networks (10.0.0.0/8) separated by commas, not all addresses at once, or the word none',
    fallback: 'none',
    read: (value: string) => (value === 'none' || readProxies(value) ? value : undefined),
  },
  TRUSTED_PROXY_HEADER: choice(
    'the one header those proxies write; they must append to it or replace it, and no other is looked at',
    ['x-forwarded-for', 'forwarded'],
    'x-forwarded-for',
  ),
  DATA_DIR: text('folder for packs and the key vault of the local adapters', 'a path', 'data'),
  EVIDENCE_ORIGIN: {
    about:
      'name of the evidence log for its whole life: an address without scheme. Must be set where PUBLIC_URL is no address of this machine alone',
    allowed: 'text without spaces and plus signs',
    fallback: 'localhost:8080/evidence',
    read: (value: string) => (/^[^\s+]{1,200}$/.test(value) ? value : undefined),
  },
  LOG_LEVEL: choice('how much is logged', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  BLOBS: choice('where packs are kept', ['file', 's3'], 'file'),
  S3_ENDPOINT: url('S3 endpoint, when BLOBS=s3', ['http', 'https'], 'http://127.0.0.1:8090'),
  S3_BUCKET: text('S3 bucket', 'a bucket name', 'brevhus'),
  S3_REGION: text('S3 region', 'a region name', 'us-east-1'),
  S3_ACCESS_KEY: text('S3 access key', 'text', 'unset'),
  S3_SECRET_KEY: text('S3 secret key', 'text', 'unset'),
  SMTP_URL: url('mail server that carries the notices', ['smtp', 'smtps'], 'smtp://127.0.0.1:2525'),
  MAIL_FROM: {
    about: 'the one fixed address notices come from (D-15)',
    allowed: 'an e-mail address',
    fallback: 'notice@brevhus.example',
    read: (value: string) => (/^[^\s@<>"]+@[^\s@<>"]+$/.test(value) ? value : undefined),
  },
  BOUNCE_PORT: count(
    'port that takes in mail by SMTP: reports of mail that did not arrive, and signed requests for access; the mail server of the domain hands on bounce+* and access; 0: none',
    0,
    65535,
    0,
  ),
  BOUNCE_HOST: text('address for that port', 'a host name or IP address', '127.0.0.1'),
  DKIM_KEY: text(
    'private key that signs our mail (RFC 6376), RSA in PEM',
    'a path, or the word none',
    'none',
  ),
  DKIM_SELECTOR: {
    about: 'name under which the public key stands in the DNS: SELECTOR._domainkey.DOMAIN',
    allowed: 'lower-case letters, digits and hyphens',
    fallback: 'brevhus',
    read: (value: string) => (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(value) ? value : undefined),
  },
  REGISTER_URL: url('the population register', ['http', 'https'], 'http://127.0.0.1:8091'),
  REGISTER_TOKEN: text('bearer token for the register', 'text', 'demo-register'),
  PRINT_URL: url('print house that takes letters on paper', ['http', 'https'], 'http://127.0.0.1:8094'),
  PRINT_TOKEN: text('bearer token for the print house', 'text', 'demo-print'),
  SMS_URL: url('gateway that sends SMS', ['http', 'https'], 'http://127.0.0.1:8095'),
  SMS_TOKEN: text('token for the SMS gateway', 'text', 'demo-sms'),
  SMS_FROM: {
    about: 'sender shown on every SMS',
    allowed: 'up to 11 letters and digits',
    fallback: 'Brevhus',
    read: (value: string) => (/^[A-Za-z0-9]{1,11}$/.test(value) ? value : undefined),
  },
  PUSH_SERVICES: {
    about:
      'origins of browser makers’ push services that may be called, and no others; *. stands for labels before',
    allowed: 'origins such as https://push.example or https://*.push.example, separated by commas',
    fallback: KNOWN_PUSH_SERVICES.join(','),
    read: (value: string) =>
      /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?(,https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?)*$/.test(value)
        ? value
        : undefined,
  },
  SCANNER: choice('content scanner', ['none'], 'none'),
  GEOIP_FILE: text(
    'places of IP addresses in MaxMind’s format, type City; none: rules about places find nothing',
    'a path, or the word none',
    'none',
  ),
  MASTER_KEYS: {
    about: 'keys that wrap the vault; file: one in DATA_DIR, made at first start',
    allowed: 'VERSION:BASE64 of 32 bytes, several separated by commas, or the word file',
    fallback: 'file',
    read: (value: string) =>
      value === 'file' || /^[1-9]\d*:[A-Za-z0-9+/]{43}=(,[1-9]\d*:[A-Za-z0-9+/]{43}=)*$/.test(value)
        ? value
        : undefined,
  },
  ERASURE_JOURNAL: text(
    'journal of erased keys, best on another disk',
    'a path, or the word vault: beside the vault',
    'vault',
  ),
  SIGNING_KEYS: choice('where the keys of the certificate authority are kept', ['file', 'pkcs11'], 'file'),
  PKCS11_MODULE: text('library of the hardware module, when SIGNING_KEYS=pkcs11', 'a path', 'unset'),
  PKCS11_TOKEN: text('label of its token', 'text', 'unset'),
  PKCS11_PIN: text('PIN of its user', 'text', 'unset'),
  PKCS11_ROOT_TOKEN: text(
    'label of a token of its own for the key of the root, read by the ceremony alone; none: the root is made beside the others',
    'a label other than PKCS11_TOKEN, or the word none',
    'none',
  ),
  PKCS11_ROOT_PIN: text('PIN of its user; give it to the ceremony only', 'text', 'unset'),
  PKCS11_ROOT_MODULE: text('library of its module', 'a path, or the word same: PKCS11_MODULE', 'same'),
  PKI_URL: {
    about:
      'base of the addresses that certificates name; plain http is usual, what is there is signed. public: PUBLIC_URL + /pki',
    allowed: 'an address starting with http:// or https://, or the word public',
    fallback: 'public',
    read: (value: string) =>
      value === 'public' || /^https?:\/\/[^\s]{1,150}$/.test(value) ? value : undefined,
  },
  PKI_POLICY_ARC: {
    about:
      'object identifier of your own below which the certificate policies stand; the fallback is for documentation (RFC 5612)',
    allowed: 'an object identifier in dotted form',
    fallback: '1.3.6.1.4.1.32473.1',
    read: (value: string) => (/^[0-2](\.(0|[1-9]\d{0,8})){2,20}$/.test(value) ? value : undefined),
  },
  LETTER_LANES: count('lanes that commit single letters', 1, 8, 2),
  SENDER_UPLOAD_MIB: count(
    'room for the uploads and uploaded documents of one sender, in MiB; at least 2048, the largest upload',
    2048,
    100_000_000,
    65_536,
  ),
  UPSTREAMS: text('electronic IDs of others that people may sign in with (I-09)', UPSTREAMS_ALLOWED, '[]'),
  PRIVACY_CONTACT: {
    about:
      'where people ask and complain about their data: the data protection officer, named at /id/privacy (N-31). sender: privacy@ at the domain of MAIL_FROM',
    allowed: 'an e-mail address, or the word sender',
    fallback: 'sender',
    read: (value: string) =>
      value === 'sender' || /^[^\s@<>"]+@[^\s@<>"]+$/.test(value) ? value : undefined,
  },
  PROCESSORS: {
    about:
      'whom you let handle people’s data, for what, and in which country it lies; told at /id/privacy (N-29). none: nobody, unsaid: the page says that you have not said it',
    allowed: `such as hosting=Nordic Drift AS/NO; sms=Beskedbud ApS/DK with the tasks ${PROCESSOR_TASKS.join(', ')}, or the words none or unsaid`,
    fallback: 'unsaid',
    read: (value: string) =>
      value === 'none' || value === 'unsaid' || readProcessors(value) ? value : undefined,
  },
  FEE_ACCOUNT: text(
    'account that the fee for a further request for access is paid to (N-08); none: no fee is offered, only a date',
    'an account number as people write it, or the word none',
    'none',
  ),
  WORKER_JOBS: count('jobs one worker handles at a time', 1, 64, 4),
} as const satisfies Record<string, Variable<string | number>>

type Variables = typeof VARIABLES
export type Config = { readonly [K in keyof Variables]: NonNullable<ReturnType<Variables[K]['read']>> }

export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** What has a fallback for a house without S3, and none that could be right for one with it. */
const NEEDED_FOR_PKCS11 = ['PKCS11_MODULE', 'PKCS11_TOKEN', 'PKCS11_PIN'] as const
const NEEDED_FOR_S3 = ['S3_ENDPOINT', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'] as const

/** Throws ConfigError that names every wrong variable. Values of variables whose name speaks of a key, token or URL with a
 * password are not repeated in the message. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = []
  const config: Record<string, string | number> = {}
  for (const [name, variable] of Object.entries(VARIABLES) as [string, Variable<string | number>][]) {
    const given = env[name]
    const said = given ?? variable.fallback
    const value = said === undefined ? undefined : variable.read(said)
    if (value !== undefined) config[name] = value
    else if (given === undefined)
      faults.push(`${name} is not set (${variable.about}). Allowed: ${variable.allowed}.`)
    else {
      const shown = /KEY|TOKEN|URL|PIN$/.test(name)
        ? 'has a value that is not allowed'
        : `is "${given.slice(0, 60)}"`
      faults.push(`${name} ${shown} (${variable.about}). Allowed: ${variable.allowed}.`)
    }
  }
  if (config.BLOBS === 's3')
    for (const name of NEEDED_FOR_S3)
      if (env[name] === undefined)
        faults.push(`${name} is not set, and BLOBS=s3 needs it (${VARIABLES[name].about}).`)
  // The log keeps its name for life: one that was forgotten could never be put right.
  if (env.EVIDENCE_ORIGIN === undefined && config.PUBLIC_URL && !isLoopback(String(config.PUBLIC_URL)))
    faults.push(
      `EVIDENCE_ORIGIN is not set, and PUBLIC_URL is ${config.PUBLIC_URL} (${VARIABLES.EVIDENCE_ORIGIN.about}). Choose its name once, such as ${new URL(String(config.PUBLIC_URL)).host}/evidence.`,
    )
  if (config.OPERATIONS_PORT !== undefined && config.OPERATIONS_PORT === config.PORT)
    faults.push(
      `OPERATIONS_PORT is ${config.PORT}, the public port (PORT). Metrics are not for the public: choose another, or 0 for none.`,
    )
  if (typeof config.UPSTREAMS === 'string')
    faults.push(...readUpstreams(config.UPSTREAMS, String(config.PUBLIC_URL ?? '')).faults)
  if (config.SIGNING_KEYS === 'pkcs11')
    for (const name of NEEDED_FOR_PKCS11)
      if (env[name] === undefined)
        faults.push(`${name} is not set, and SIGNING_KEYS=pkcs11 needs it (${VARIABLES[name].about}).`)
  faults.push(...rootFaults(config, env))
  if (faults.length > 0) throw new ConfigError(`The configuration is not usable:\n  ${faults.join('\n  ')}`)
  return config as Config
}

/** A root that is kept apart must really be apart. */
function rootFaults(
  config: Readonly<Record<string, string | number>>,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  if (config.PKCS11_ROOT_TOKEN === undefined || config.PKCS11_ROOT_TOKEN === 'none') return []
  const about = VARIABLES.PKCS11_ROOT_TOKEN.about
  return [
    ...(config.SIGNING_KEYS === 'pkcs11'
      ? []
      : [`PKCS11_ROOT_TOKEN is set, and SIGNING_KEYS is not pkcs11 (${about}).`]),
    ...(config.PKCS11_ROOT_TOKEN === config.PKCS11_TOKEN
      ? [
          `PKCS11_ROOT_TOKEN is the same as PKCS11_TOKEN (${about}). Give the root a token with a label of its own.`,
        ]
      : []),
    ...(env.PKCS11_ROOT_PIN === undefined
      ? [`PKCS11_ROOT_PIN is not set, and PKCS11_ROOT_TOKEN needs it.`]
      : []),
  ]
}
