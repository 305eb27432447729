// `npm run evidence -- audit`: reads the whole evidence log and holds every leaf, tile, position and signed head against every other. For auditors,
// after a restore and after a crash (docs/operations.md); the post office may be open meanwhile. Ends with 1 when something is wrong.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openLocalSigner } from '#adapters/signer-local.ts'
import { openDb } from '#ground/db.ts'
import { auditLog } from '#ground/evidence/audit.ts'
import { openLog } from '#ground/log.ts'
import { wordsOf } from './operator.ts'
import { operatorSettings } from './operator-settings.ts'

const USAGE = 'npm run evidence -- audit'

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  console.error(wordsOf(error))
  process.exitCode = 2
}

async function run([command, ...more]: string[]): Promise<number> {
  if (command !== 'audit' || more.length > 0) throw new Error(USAGE)
  const config = operatorSettings()
  const keyFile = join(config.DATA_DIR, 'keys', 'signer.pem')
  // Opening it would make one, and an audit leaves everything as it is.
  if (!existsSync(keyFile)) throw new Error(`${keyFile} is not there. Set DATA_DIR to the post office's.`)
  const log = openLog({ level: 'error', name: 'evidence', stream: process.stderr })
  const db = openDb({ url: config.DATABASE_URL, connectionsMax: 1, log, name: 'brevhus evidence' })
  try {
    const signer = openLocalSigner(keyFile)
    const { leafCount, headCount, unsealedLeafCount, faults } = await auditLog(db, {
      origin: config.EVIDENCE_ORIGIN,
      signer,
    })
    console.log(
      `${config.EVIDENCE_ORIGIN}: ${leafCount} leaves under ${headCount} signed heads, ${unsealedLeafCount} not sealed yet.`,
    )
    for (const fault of faults) console.log(fault)
    console.log(faults.length === 0 ? 'Nothing is wrong.' : 'Do not serve before it is known why.')
    return faults.length === 0 ? 0 : 1
  } finally {
    await db.destroy()
  }
}
