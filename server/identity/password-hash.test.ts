import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { getPriority } from 'node:os'
import { test } from 'node:test'
import { hash } from '@node-rs/argon2'
import { HASH_PARAMETERS, STANDS_BACK } from './hash-parameters.ts'
import { argon2Hasher } from './password-hash.ts'

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

test('O-12: many at once are each answered for themselves, some by a thread that stands back while the process does not', async () => {
  const priority = getPriority()
  const words = Array.from({ length: 3 }, (_, i) => `kode ${i}`)
  const stored = await Promise.all(words.map((word) => argon2Hasher.create(word)))
  assert.equal(new Set(stored).size, words.length)
  const checks = await Promise.all(
    stored.flatMap((one) => words.map(async (word) => (await argon2Hasher.check(one, word)).right)),
  )
  assert.deepEqual(
    checks,
    stored.flatMap((_, i) => words.map((_, j) => i === j)),
  )
  assert.equal(getPriority(), priority)
  if (process.platform !== 'linux') return
  const standsBack = Math.max(priority, STANDS_BACK)
  const priorities = readdirSync('/proc/self/task').map((thread) => getPriority(Number(thread)))
  assert.ok(priorities.includes(standsBack), `priorities ${priorities}`)
  if (priority < standsBack) assert.equal(priorities.filter((one) => one === standsBack).length, 1)
})
