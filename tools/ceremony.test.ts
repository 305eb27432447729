import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { findAuthority } from '#identity/certificates/authorities.store.ts'
import { openHouse } from '#tests/open-house.ts'

const run = promisify(execFile)
const TOOL = fileURLToPath(new URL('./ceremony.ts', import.meta.url))
let open: Awaited<ReturnType<typeof openHouse>>
before(async () => {
  open = await openHouse()
})
after(() => open.close())

async function ceremony(...args: string[]): Promise<{ code: number; text: string }> {
  const env = { ...process.env, DATABASE_URL: open.databaseUrl, DATA_DIR: open.folder }
  try {
    const { stdout } = await run(process.execPath, [TOOL, ...args], { env })
    return { code: 0, text: stdout }
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string }
    return { code, text: stderr }
  }
}

test('I-04: the operator holds the ceremony once, and gets the fingerprints to compare', async () => {
  const order = ['--organisation', 'Test House', '--country', 'dk']
  const first = await ceremony(...order)
  assert.equal(first.code, 0, first.text)
  assert.match(first.text, /^Made: root-1, issuing-1\.\nKeys: sealed files in /)
  const root = await findAuthority(open.house.db, 'root-1')
  const fingerprint = createHash('sha256').update(root!.certificate).digest('hex').toUpperCase()
  assert.ok(first.text.replaceAll(':', '').includes(fingerprint))
  const again = await ceremony(...order)
  assert.match(again.text, /^Nothing was to be made\./)
  assert.match((await ceremony(...order, '--roll-over')).text, /^Made: issuing-2\./)
})

test('I-04: a ceremony without a name or a country is not held', async () => {
  for (const args of [
    [],
    ['--organisation', ' '],
    ['--organisation', 'X'],
    ['--organisation', 'X', '--country', 'se'],
    ['--what'],
  ]) {
    const said = await ceremony(...args)
    assert.equal(said.code, 2, args.join(' '))
    assert.match(said.text, /--organisation|--country|--what/)
  }
})
