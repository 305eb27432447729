import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { findSender, findSenderKey } from '#dispatch/senders/sender.store.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'

const TOOL = fileURLToPath(new URL('./sender.ts', import.meta.url))
let open: OpenHouse
before(async () => {
  open = await openHouse()
})
after(() => open.close())

function sender(...args: string[]) {
  const env = { ...process.env, DATABASE_URL: open.databaseUrl, DATA_DIR: open.folder, MASTER_KEYS: 'file' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [TOOL, ...args], { env, encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

/** Its id, the thumbprint of RFC 7638, begins with a dash, as one in 64 does. */
function keyWithDash(): KeyObject {
  for (;;) {
    const { publicKey } = generateKeyPairSync('ed25519')
    const { crv, kty, x } = publicKey.export({ format: 'jwk' })
    const id = createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url')
    if (id.startsWith('-')) return publicKey
  }
}

const approve = (number: string, key: string, name = 'Havnebanken') =>
  sender('approve', '--name', name, '--country', 'dk', '--number', number, '--key', key)

test('A-11 A-12 S-18: an operator approves a sender by its public key, and suspends it', async () => {
  const { publicKey } = generateKeyPairSync('ed25519')
  const key = join(open.folder, 'public.pem')
  writeFileSync(key, publicKey.export({ type: 'spki', format: 'pem' }))
  const { status, said } = approve('61126228', key)
  assert.equal(status, 0, said)
  const [, senderId = '', keyId = ''] = /sender id {2}(\S+)\n {2}key id {5}(\S+)/.exec(said) ?? []
  assert.equal((await findSender(open.house.db, senderId))?.state, 'approved')
  assert.ok(await findSenderKey(open.house.db, senderId, keyId))

  assert.equal(sender('suspend', senderId).status, 0)
  assert.equal((await findSender(open.house.db, senderId))?.state, 'suspended')

  assert.equal(sender('resume', senderId).status, 0)
  assert.equal((await findSender(open.house.db, senderId))?.state, 'approved')
})

test('A-11: its key is exchanged: the new one added, the old one ended, both told in a list', async () => {
  const [old, fresh] = ['old', 'fresh'].map((name) => {
    const file = join(open.folder, `${name}.pem`)
    writeFileSync(file, keyWithDash().export({ type: 'spki', format: 'pem' }))
    return file
  })
  const [, id = '', oldId = ''] =
    /sender id {2}(\S+)\n {2}key id {5}(\S+)/.exec(approve('61126228', old!, 'Øens Færge').said) ?? []
  assert.match(oldId, /^-/)
  assert.match(sender('end-key', id, oldId).said, /It is its only key\. Add the new one first/)
  const [, freshId = ''] = /key id {5}(\S+)/.exec(sender('add-key', id, '--key', fresh!).said) ?? []
  assert.match(sender('add-key', id, '--key', fresh!).said, /It has this key/)
  assert.equal(sender('end-key', id, oldId).status, 0)
  assert.match(sender('keys', id).said, new RegExp(`ended {3}${oldId}\n[0-9-]+ {2}in use {2}${freshId}`))
  assert.equal(await findSenderKey(open.house.db, id, oldId), undefined)
  assert.ok(await findSenderKey(open.house.db, id, freshId))
  for (const args of [
    ['add-key', id],
    ['end-key', id],
    ['keys', id, 'more'],
  ])
    assert.equal(sender(...args).status, 2, args.join(' '))
})

test('S-18: a name that looks like an approved sender’s is refused, its own organisation may have it again', async () => {
  const key = join(open.folder, 'other.pem')
  writeFileSync(key, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))
  const real = approve('24256790', key, 'Fjordby Sparekasse')
  assert.equal(real.status, 0, real.said)
  for (const name of [
    'Fjordby Sparekasse',
    'FJORDBY SPAREKASSE A/S',
    'Fj\u043erdby Sparekasse',
    'Fj0rdby Spare-kasse',
  ]) {
    const { status, said } = approve('10150817', key, name)
    assert.equal(status, 1, name)
    assert.match(
      said,
      /name: Looks like Fjordby Sparekasse \(24256790\), another sender\. Give a name that tells them apart/,
    )
  }
  assert.equal(approve('24256790', key, 'Fjordby Sparekasse').status, 0, 'with new keys')
  assert.equal(approve('10150817', key, 'Fjordby Sparekasse, Nyborg').status, 0)

  // Who is stopped keeps nobody's name from them, and does not come back beside them.
  const shady = approve('61126228', key, 'Sydbyens Vand')
  const [, shadyId = ''] = /sender id {2}(\S+)/.exec(shady.said) ?? []
  assert.equal(sender('suspend', shadyId).status, 0)
  assert.equal(approve('10150817', key, 'Sydbyens Vand A/S').status, 0)
  assert.match(sender('resume', shadyId).said, /Looks like Sydbyens Vand A\/S/)
  assert.equal((await findSender(open.house.db, shadyId))?.state, 'suspended')
})

test('A-11: a private key, a wrong number and half a command are refused with what to do', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const secret = join(open.folder, 'private.pem')
  writeFileSync(secret, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  assert.match(approve('61126228', secret).said, /is a private key/)
  const good = join(open.folder, 'good.json')
  writeFileSync(good, JSON.stringify(publicKey.export({ format: 'jwk' })))
  assert.match(approve('12345678', good).said, /organisationNumber: Is not a CVR number/)
  writeFileSync(good, 'no key at all')
  assert.match(approve('61126228', good).said, /neither a public key as PEM nor a JWK/)
  for (const args of [[], ['approve'], ['suspend'], ['burn', 'it'], ['approve', '--odd']])
    assert.equal(sender(...args).status, 2, args.join(' '))
  assert.match(sender('suspend', 'nobody').said, /There is no sender nobody/)
})
