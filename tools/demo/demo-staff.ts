/** Two members of staff of the demo, each one person of its register with a key of their own in the data folder: what takes two can be tried. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { nameStaff } from '#access/requests/decide-request.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'

export type DemoStaff = { name: string; keyFile: string }

const OPERATOR = { staff: 'npm start', reason: 'Staff of the demo' }

/** The last of the alphabet: those one can sign in as are the first. */
export async function hireDemoStaff(house: House, dataDir: string): Promise<DemoStaff[]> {
  const folder = join(dataDir, 'staff')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { rows: people } = await asPostOffice(house.db, (trx) =>
    sql<{ personId: string; name: string }>`
      select distinct on (family_name) person_id as "personId", given_names || ' ' || family_name as name
        from person where country = 'dk' and status = 'active' and not protected
         and given_names ~ '^[[:alpha:]]+$' and family_name ~ '^[[:alpha:]]+$'
       order by family_name desc, national_number limit 2`.execute(trx),
  )
  const hired: DemoStaff[] = []
  for (const [i, { personId, name }] of people.entries()) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const keyFile = join(folder, `${i + 1}.pem`)
    await writeFile(keyFile, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
    await nameStaff(house, OPERATOR, {
      staff: name,
      personId,
      publicKey: publicKey.export({ format: 'der', type: 'spki' }),
    })
    hired.push({ name, keyFile })
  }
  return hired
}
