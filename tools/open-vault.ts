/** The post office's own vault, for the operator's commands. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type LocalKeyVault, openLocalKeyVault } from '#adapters/key-vault-local.ts'
import { parseMasterKeys } from '#adapters/key-vault-master.ts'
import type { Config } from '#ground/config.ts'

/** @throws Error when there is none and none may be made: an empty one would make a wrong DATA_DIR look like success */
export function openVault(config: Config, options: { mayMake?: boolean } = {}): LocalKeyVault {
  const keys = join(config.DATA_DIR, 'keys')
  const path = join(keys, 'vault.sqlite')
  if (!options.mayMake && !existsSync(path))
    throw new Error(`There is no vault at ${path}. Set DATA_DIR to the post office's own.`)
  const given = config.MASTER_KEYS
  return openLocalKeyVault({
    path,
    master: given === 'file' ? { file: join(keys, 'master') } : { keys: parseMasterKeys(given) },
    ...(config.ERASURE_JOURNAL === 'vault' ? {} : { journalPath: config.ERASURE_JOURNAL }),
  })
}
