/** The signing keys a post office was configured with: for the program and for the operator's tools alike. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#ground/config.ts'
import type { SigningKeys } from '#ground/signing-keys.ts'
import { parseMasterKeys } from './key-vault-master.ts'
import { keysApart } from './signing-keys-apart.ts'
import { openLocalSigningKeys } from './signing-keys-local.ts'
import { openPkcs11SigningKeys } from './signing-keys-pkcs11.ts'

export function openSigningKeys(config: Config): SigningKeys {
  const keys = join(config.DATA_DIR, 'keys')
  if (config.SIGNING_KEYS === 'pkcs11') {
    mkdirSync(keys, { recursive: true, mode: 0o700 })
    return openPkcs11SigningKeys({
      module: config.PKCS11_MODULE,
      token: config.PKCS11_TOKEN,
      pin: config.PKCS11_PIN,
      lockFile: join(keys, 'pkcs11.lock'),
    })
  }
  return openLocalSigningKeys({
    folder: join(keys, 'signing'),
    // A master key of its own: the vault's is forgotten after a rotation, when nothing of the vault needs it any more.
    master:
      config.MASTER_KEYS === 'file'
        ? { file: join(keys, 'signing-master') }
        : { keys: parseMasterKeys(config.MASTER_KEYS) },
  })
}

/** The same for the ceremony, which alone reaches the root where it is kept in a token of its own. */
export function openCeremonyKeys(config: Config): SigningKeys {
  const others = openSigningKeys(config)
  if (config.PKCS11_ROOT_TOKEN === 'none') return others
  const { PKCS11_ROOT_MODULE: module } = config
  return keysApart({
    root: openPkcs11SigningKeys({
      module: module === 'same' ? config.PKCS11_MODULE : module,
      token: config.PKCS11_ROOT_TOKEN,
      pin: config.PKCS11_ROOT_PIN,
      lockFile: join(config.DATA_DIR, 'keys', 'pkcs11.lock'),
    }),
    others,
  })
}
