import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { signingKeysContract } from '#ground/signing-keys.contract.ts'
import { SigningKeyError } from '#ground/signing-keys.ts'
import { openPkcs11SigningKeys } from './signing-keys-pkcs11.ts'

const folder = mkdtempSync(join(tmpdir(), 'brevhus-token-'))
after(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'tokens'))
const settings = join(folder, 'softhsm2.conf')
writeFileSync(
  settings,
  `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
)
process.env.SOFTHSM2_CONF = settings
const PIN = 'a-pin-nobody-sees'
execFileSync('softhsm2-util', [
  '--init-token',
  '--free',
  '--label',
  'test',
  '--pin',
  PIN,
  '--so-pin',
  '0123456789',
])

const token = {
  module: '/usr/lib/softhsm/libsofthsm2.so',
  token: 'test',
  pin: PIN,
  lockFile: join(folder, 'lock'),
}

signingKeysContract('PKCS#11 token', async () => openPkcs11SigningKeys(token))

test('I-04: the private key never leaves the token, and one name has one key', async () => {
  const keys = openPkcs11SigningKeys(token)
  await Promise.all([1, 2, 3].map(() => openPkcs11SigningKeys(token).create('kept', 'ec-p384')))
  await keys.sign('kept', Buffer.from('x'))
  const args = [
    '--module',
    token.module,
    '--token-label',
    'test',
    '--login',
    '--pin',
    'env:PIN',
    '--list-objects',
    '--type',
    'privkey',
  ]
  const listed = execFileSync('pkcs11-tool', args, {
    env: { ...process.env, PIN },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const kept = listed.split(/^(?=Private Key Object)/m).filter((part) => /label:\s+kept$/m.test(part))
  assert.equal(kept.length, 1)
  assert.match(kept[0]!, /sensitive, always sensitive, never extractable/)
})

test('I-04 O-06: what fails is said without the PIN', async () => {
  for (const [wrong, said] of [
    [{ pin: 'wrong' }, /CKR_PIN_INCORRECT.*; see PKCS11_PIN$/],
    [{ token: 'other' }, /No slot with token named "other" found; see PKCS11_TOKEN$/],
    [{ module: '/nowhere.so' }, /; see PKCS11_MODULE$/],
    [{ program: '/nowhere' }, /nowhere/],
  ] as const) {
    const keys = openPkcs11SigningKeys({ ...token, ...wrong })
    await assert.rejects(keys.find('kept'), (error: Error) => {
      assert.ok(error instanceof SigningKeyError)
      assert.match(error.message, said)
      assert.ok(!error.message.includes(PIN))
      return true
    })
  }
})
