import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hash } from '@node-rs/argon2'
import { argon2Hasher, HASH_PARAMETERS } from './password-hash.ts'

test('E-10: a password is kept as argon2id with 19 MiB, two passes and its own salt', async () => {
  const [one, two] = await Promise.all([
    argon2Hasher.create('stille vand'),
    argon2Hasher.create('stille vand'),
  ])
  assert.match(one!, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.notEqual(one, two)
})

test('a password is right however its letters are composed, and case matters', async () => {
  const stored = await argon2Hasher.create('blå\u0061\u030a-blomster')
  assert.deepEqual(await argon2Hasher.check(stored, 'bl\u0061\u030aå-blomster'), {
    right: true,
    outdated: false,
  })
  assert.equal((await argon2Hasher.check(stored, 'BLÅÅ-blomster')).right, false)
})

test('a password hashed with weaker parameters is right and asks to be hashed anew', async () => {
  const old = await hash('gammel kaffe', { ...HASH_PARAMETERS, memoryCost: 8192 })
  assert.deepEqual(await argon2Hasher.check(old, 'gammel kaffe'), { right: true, outdated: true })
  assert.deepEqual(await argon2Hasher.check(old, 'ny kaffe'), { right: false, outdated: false })
})

test('an unknown user costs a whole argon2 run with the same parameters', async () => {
  const stored = await argon2Hasher.create('noget helt andet')
  const cost = async (against: string | null) => {
    const before = process.cpuUsage()
    for (let i = 0; i < 5; i++) await argon2Hasher.check(against, 'et gæt')
    const used = process.cpuUsage(before)
    return used.user + used.system
  }
  const [known, unknown] = [await cost(stored), await cost(null)]
  assert.ok(unknown > known / 3, `unknown ${unknown} µs against known ${known} µs`)
  assert.equal((await argon2Hasher.check(null, 'et gæt')).right, false)
})
