import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { signingKeysContract } from '#ground/signing-keys.contract.ts'
import { SigningKeyError } from '#ground/signing-keys.ts'
import { openLocalSigningKeys } from './signing-keys-local.ts'

const folder = mkdtempSync(join(tmpdir(), 'brevhus-signing-'))
after(() => rmSync(folder, { recursive: true }))
const master = { file: join(folder, 'master') }

signingKeysContract('sealed files', async () =>
  openLocalSigningKeys({ folder: join(folder, 'contract'), master }),
)

test('I-04 O-06: a sealed key holds no key anybody can read, and opens under its own name only', async () => {
  const place = join(folder, 'sealed')
  const keys = openLocalSigningKeys({ folder: place, master })
  await keys.create('one', 'ec-p256')
  const file = join(place, 'one.key')
  assert.equal(statSync(file).mode & 0o077, 0)
  const sealed = readFileSync(file, 'latin1').split(':')[2]!
  assert.ok(
    !Buffer.from(sealed, 'base64').includes(Buffer.from('2a8648ce3d0201', 'hex')),
    'no EC key in the clear',
  )
  renameSync(file, join(place, 'two.key'))
  assert.throws(() => openLocalSigningKeys({ folder: place, master }), SigningKeyError)
  renameSync(join(place, 'two.key'), file)
  writeFileSync(file, readFileSync(file, 'latin1').replace(/.{6}\n$/, 'AAAAA=\n'))
  assert.throws(() => openLocalSigningKeys({ folder: place, master }), SigningKeyError)
})

test('I-04 O-06: after a new master key every signing key is sealed under it, and stays the same key', async () => {
  const place = join(folder, 'rotated')
  const [first, second] = [randomBytes(32), randomBytes(32)]
  const before = openLocalSigningKeys({ folder: place, master: { keys: new Map([[1, first]]) } })
  const made = await before.create('kept', 'ec-p384')
  cpSync(place, `${place}-backup`, { recursive: true })
  openLocalSigningKeys({
    folder: place,
    master: {
      keys: new Map([
        [1, first],
        [2, second],
      ]),
    },
  })
  assert.match(readFileSync(join(place, 'kept.key'), 'latin1'), /^1:2:/)
  const later = openLocalSigningKeys({ folder: place, master: { keys: new Map([[2, second]]) } })
  assert.deepEqual((await later.find('kept'))?.spki, made.spki)
  assert.throws(() =>
    openLocalSigningKeys({ folder: `${place}-backup`, master: { keys: new Map([[2, second]]) } }),
  )
  assert.deepEqual(readdirSync(place), ['kept.key'], 'no drafts are left behind')
})
