import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { keyIdOf, verifies } from '#ground/signer.ts'
import { openLocalSigner } from './signer-local.ts'

let folder = ''
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'brevhus-signer-'))
})
after(() => rmSync(folder, { recursive: true }))

test('O-04: the key is made once, for this user alone, and is the same ever after', () => {
  const file = join(folder, 'new', 'signer.pem')
  const first = openLocalSigner(file)
  const again = openLocalSigner(file)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(join(folder, 'new')), ['signer.pem'], 'no draft is left behind')
  assert.equal(again.publicKeyPem, first.publicKeyPem)
  assert.equal(first.keyId, keyIdOf(first.publicKeyPem))
  const bytes = Buffer.from('what was said')
  assert.deepEqual(first.sign(bytes), again.sign(bytes), 'Ed25519 signs the same bytes the same way')
  assert.ok(verifies(first.publicKeyPem, bytes, again.sign(bytes)))
  assert.ok(!verifies(first.publicKeyPem, Buffer.from('what was not'), again.sign(bytes)))
})

test('O-04: processes that start together end with one key', async () => {
  const file = join(folder, 'together.pem')
  const script = `import { openLocalSigner } from ${JSON.stringify(new URL('./signer-local.ts', import.meta.url).href)}
    process.stdout.write(openLocalSigner(${JSON.stringify(file)}).keyId)`
  const ids = await Promise.all(
    [1, 2, 3].map(async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script])
      let text = ''
      child.stdout.on('data', (part) => {
        text += part
      })
      assert.deepEqual(await once(child, 'close'), [0, null])
      return text
    }),
  )
  assert.equal(new Set(ids).size, 1)
  assert.equal(ids[0], openLocalSigner(file).keyId)
})

test('O-04: a key others can read, or that is none, is refused with what to do', () => {
  const file = join(folder, 'open.pem')
  openLocalSigner(file)
  chmodSync(file, 0o640)
  assert.throws(() => openLocalSigner(file), /can be read by others. Run: chmod 600/)
  for (const [name, text] of [
    ['empty.pem', ''],
    ['other.pem', '-----BEGIN PRIVATE KEY-----\nMAAA\n-----END PRIVATE KEY-----\n'],
  ] as const) {
    writeFileSync(join(folder, name), text, { mode: 0o600 })
    assert.throws(
      () => openLocalSigner(join(folder, name)),
      /not an Ed25519 private key.*Restore the signing key/,
    )
  }
})
