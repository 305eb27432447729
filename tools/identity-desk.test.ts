import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { addJudge, type Judge } from '#tests/decide-as.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { noteOpen } from './operator-settings.ts'

const TOOL = fileURLToPath(new URL('./identity-desk.ts', import.meta.url))
let open: OpenHouse
before(async () => {
  open = await openHouse()
})
after(() => open.close())

function handOver({ staff, key }: Pick<Judge, 'staff' | 'key'>, number: string) {
  const file = join(open.folder, `${staff}.pem`)
  writeFileSync(file, key.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
  const args = [TOOL, 'hand-over', '--staff', staff, '--reason', 'Passport seen', '--key', file]
  // Without an address of a database: it is in the settings that are left in the folder.
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: open.folder, MASTER_KEYS: 'file' }
  delete env.DATABASE_URL
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    env,
    encoding: 'utf8',
    input: `${number}\n`,
  })
  return { status, said: stdout + stderr }
}

test('I-20 D-27: at the terminal too a code is handed over by two, in the post office that npm start has opened in the folder', async () => {
  const { nationalNumber } = await seedPerson(open.house)
  const [birgit, carl] = [await addJudge(open.house, 'Birgit'), await addJudge(open.house, 'Carl')]
  const nothingOpen = handOver(birgit, nationalNumber)
  assert.match(nothingOpen.said, /DATABASE_URL is not set/)
  assert.equal(nothingOpen.status, 2)
  const { databaseUrl, folder } = open
  noteOpen({ DATABASE_URL: databaseUrl, DATA_DIR: folder, PORT: '8080', PUBLIC_URL: 'http://localhost:8080' })

  const slip = handOver(birgit, '0101')
  assert.match(slip.said, /number: Not a national number: ten digits in Denmark, eleven in Norway/)
  assert.equal(slip.status, 1)
  assert.match(
    handOver({ ...carl, key: birgit.key }, nationalNumber).said,
    /signature: It was not made with the key of Carl/,
  )
  const spaced = `${nationalNumber.slice(0, 6)}-${nationalNumber.slice(6)}`
  assert.match(handOver(birgit, spaced).said, /another member of staff looks at the passport too/)
  const { status, said } = handOver(carl, nationalNumber)
  assert.equal(status, 0, said)
  assert.match(said, /^[\s\S]*[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\nGood from .* until /)
  assert.ok(!said.includes(nationalNumber))
})
