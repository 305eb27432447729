import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { SIGNING_KEY_KINDS, SigningKeyError, type SigningKeyKind, type SigningKeys } from './signing-keys.ts'

/** What every place of signing keys promises; run against each adapter. `open` opens the same place again. */
export function signingKeysContract(name: string, open: () => Promise<SigningKeys>): void {
  describe(`I-04: signing keys contract, ${name}`, () => {
    const opened: SigningKeys[] = []
    const reopen = async () => {
      const keys = await open()
      opened.push(keys)
      return keys
    }
    after(() => {
      for (const keys of opened) keys.close()
    })

    test('I-04: a key that was made is found, signs, and its signature is checked by the public key alone', async () => {
      const keys = await reopen()
      for (const [kind, hash] of Object.entries(SIGNING_KEY_KINDS) as [SigningKeyKind, string][]) {
        const made = await keys.create(`made-${kind}`, kind)
        assert.equal(made.kind, kind)
        const key = createPublicKey({ key: made.spki, format: 'der', type: 'spki' })
        assert.equal(key.asymmetricKeyDetails?.namedCurve, kind === 'ec-p256' ? 'prime256v1' : 'secp384r1')
        for (const size of [0, 1, 1000, 300_000]) {
          const bytes = Buffer.alloc(size, 7)
          const signature = await keys.sign(`made-${kind}`, bytes)
          assert.ok(verify(hash, bytes, key, signature))
          assert.ok(!verify(hash, Buffer.concat([bytes, Buffer.of(1)]), key, signature))
        }
      }
    })

    test('I-04: made twice, also at the same time and after a new start, it is one key', async () => {
      const [one, other] = [await reopen(), await reopen()]
      const made = await Promise.all([one, other, one].map((keys) => keys.create('once', 'ec-p256')))
      const again = await (await reopen()).find('once')
      assert.ok(again)
      for (const key of made) assert.deepEqual(key.spki, again.spki)
    })

    test('I-04: what is not there is not found and signs nothing; a key never changes its kind', async () => {
      const keys = await reopen()
      assert.equal(await keys.find('never-made'), undefined)
      await assert.rejects(keys.sign('never-made', Buffer.from('x')), SigningKeyError)
      await keys.create('fixed', 'ec-p256')
      await assert.rejects(keys.create('fixed', 'ec-p384'), SigningKeyError)
      for (const bad of ['', '../up', 'Upper', 'a b', '-x', 'a'.repeat(41)])
        await assert.rejects(keys.create(bad, 'ec-p256'), TypeError)
    })
  })
}
