import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { KeyVaultError } from '#ground/key-vault.ts'
import { appendErasures } from './key-vault-journal.ts'
import { type LocalKeyVaultOptions, openLocalKeyVault } from './key-vault-local.ts'
import { parseMasterKeys } from './key-vault-master.ts'

const documentId = randomUUID()

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'brevhus-vault-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

function openIn(t: TestContext, folder: string, more: Partial<LocalKeyVaultOptions> = {}) {
  const master = { file: join(folder, 'master.key') }
  const vault = openLocalKeyVault({ path: join(folder, 'vault.db'), master, ...more })
  t.after(() => {
    try {
      vault.close()
    } catch {
      // Closed by the test already.
    }
  })
  return vault
}

async function wrapOne(
  vault: ReturnType<typeof openLocalKeyVault>,
  mailboxId: string,
  key = randomBytes(32),
) {
  const [wrapped] = await vault.wrap([{ mailboxId, documentId, key }])
  return { mailboxId, documentId, wrapped: wrapped! }
}

const failsAs = (kind: string) => (error: unknown) => error instanceof KeyVaultError && error.kind === kind

/** Runs `work` on the same vault in a process of its own. */
async function inOtherProcess(folder: string, work: string): Promise<string> {
  const module = new URL('./key-vault-local.ts', import.meta.url).href
  const code = `const { openLocalKeyVault } = await import(${JSON.stringify(module)})
    const vault = openLocalKeyVault({ path: ${JSON.stringify(join(folder, 'vault.db'))},
      master: { file: ${JSON.stringify(join(folder, 'master.key'))} } })
    ${work}
    vault.close()`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])
  return stdout
}

test('O-05: content keys come back in order, each only for its mailbox and document', async (t) => {
  const vault = openIn(t, folderOf(t))
  const items = Array.from({ length: 50 }, () => ({
    mailboxId: randomUUID(),
    documentId: randomUUID(),
    key: randomBytes(32),
  }))
  await vault.create(items.map((item) => item.mailboxId))
  const wrapped = await vault.wrap(items)
  const keys = await vault.unwrap(items.map((item, i) => ({ ...item, wrapped: wrapped[i]! })))
  assert.deepEqual(
    keys.map((key) => Buffer.from(key)),
    items.map((item) => item.key),
  )

  const [a, b] = [items[0]!, items[1]!]
  const stranger = { mailboxId: b.mailboxId, documentId: a.documentId, wrapped: wrapped[0]! }
  await assert.rejects(vault.unwrap([stranger]), failsAs('tampered'))
  const moved = { mailboxId: a.mailboxId, documentId: b.documentId, wrapped: wrapped[0]! }
  await assert.rejects(vault.unwrap([moved]), failsAs('tampered'))
})

test('O-05: every flipped bit and every cut of a wrapped key is detected', async (t) => {
  const vault = openIn(t, folderOf(t))
  const mailboxId = randomUUID()
  await vault.create([mailboxId])
  const { wrapped } = await wrapOne(vault, mailboxId)
  for (let bit = 0; bit < wrapped.length * 8; bit++) {
    const flipped = Uint8Array.from(wrapped)
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    await assert.rejects(
      vault.unwrap([{ mailboxId, documentId, wrapped: flipped }]),
      failsAs('tampered'),
      `bit ${bit}`,
    )
  }
  for (let length = 0; length < wrapped.length; length++)
    await assert.rejects(
      vault.unwrap([{ mailboxId, documentId, wrapped: wrapped.subarray(0, length) }]),
      failsAs('tampered'),
    )
})

test('O-05: one key wrapped for many mailboxes looks different in each and opens in each', async (t) => {
  const vault = openIn(t, folderOf(t), { cachedKeysMax: 3 })
  const mailboxIds = Array.from({ length: 10 }, () => randomUUID())
  await vault.create(mailboxIds)
  const key = randomBytes(32)
  const wrapped = await vault.wrap(mailboxIds.map((mailboxId) => ({ mailboxId, documentId, key })))
  assert.equal(new Set(wrapped.map((each) => Buffer.from(each).toString('hex'))).size, 10)
  const back = await vault.unwrap(
    mailboxIds.map((mailboxId, i) => ({ mailboxId, documentId, wrapped: wrapped[i]! })),
  )
  assert.ok(back.every((each) => key.equals(each)))
})

test('O-05: unknown and erased mailboxes are told apart, all of them named, and nothing of the call is done', async (t) => {
  const vault = openIn(t, folderOf(t))
  const [known, unknown, erased] = [randomUUID(), randomUUID(), randomUUID()]
  await vault.create([known, erased, known])
  await vault.erase([erased])
  const key = randomBytes(32)
  await assert.rejects(
    vault.wrap([known, unknown, erased].map((mailboxId) => ({ mailboxId, documentId, key }))),
    (error) => {
      assert.ok(error instanceof KeyVaultError)
      assert.deepEqual(error.failures, [
        { mailboxId: unknown, kind: 'unknown-mailbox', index: 1 },
        { mailboxId: erased, kind: 'erased', index: 2 },
      ])
      return true
    },
  )
  const fresh = randomUUID()
  await assert.rejects(vault.create([fresh, erased]), failsAs('erased'))
  await assert.rejects(wrapOne(vault, fresh), failsAs('unknown-mailbox'), 'create is all or nothing')
  await assert.rejects(vault.create(["' OR 1=1 --"]), TypeError)
  await assert.rejects(vault.wrap([{ mailboxId: known, documentId, key: randomBytes(16) }]), TypeError)
})

test('O-05: an erased mailbox never gets a key again, not even one that was erased before it was created', async (t) => {
  const folder = folderOf(t)
  const vault = openIn(t, folder)
  const mailboxId = randomUUID()
  await vault.erase([mailboxId])
  await vault.erase([mailboxId])
  await assert.rejects(vault.create([mailboxId]), failsAs('erased'))
  vault.close()
  await assert.rejects(openIn(t, folder).create([mailboxId]), failsAs('erased'))
})

test('O-05: an erasure by another process holds at once for keys this process has in memory', async (t) => {
  const folder = folderOf(t)
  const vault = openIn(t, folder)
  const [gone, kept] = [randomUUID(), randomUUID()]
  await vault.create([gone, kept])
  const item = await wrapOne(vault, gone)
  await inOtherProcess(folder, `await vault.erase(['${gone}'])`)
  await assert.rejects(vault.unwrap([item]), failsAs('erased'))
  await assert.rejects(wrapOne(vault, gone), failsAs('erased'))
  await wrapOne(vault, kept)
  const made = randomUUID()
  await inOtherProcess(folder, `await vault.create(['${made}'])`)
  await wrapOne(vault, made)
})

test('O-05: two processes that start first at the same moment agree on one master key', async (t) => {
  const folder = folderOf(t)
  const ids = Array.from({ length: 4 }, () => randomUUID())
  await Promise.all(ids.map((id) => inOtherProcess(folder, `await vault.create(['${id}'])`)))
  const vault = openIn(t, folder)
  for (const id of ids) await wrapOne(vault, id)
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.new')),
    [],
  )
})

test('O-05: the bytes of an erased key are in no file of the vault any more', async (t) => {
  const folder = folderOf(t)
  const vault = openIn(t, folder)
  const mailboxId = randomUUID()
  await vault.create([mailboxId, ...Array.from({ length: 200 }, () => randomUUID())])
  const other = new DatabaseSync(join(folder, 'vault.db'))
  const sealed = Buffer.from(
    other.prepare('SELECT sealed FROM mailbox_key WHERE mailbox_id = ?').get(mailboxId)!.sealed as Uint8Array,
  )
  const holders = () =>
    readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(sealed))
  assert.notDeepEqual(holders(), [], 'the search finds the key while it is there')
  await vault.erase([mailboxId])
  assert.deepEqual(holders(), [])
  other.close()
})

test('O-05: restoring an old backup of the vault does not bring an erased key back', async (t) => {
  const folder = folderOf(t)
  const vault = openIn(t, folder)
  const [gone, kept] = [randomUUID(), randomUUID()]
  await vault.create([gone, kept])
  const lost = await wrapOne(vault, gone)
  const stays = await wrapOne(vault, kept)
  await vault.backup(join(folder, 'vault.backup'))
  assert.equal(statSync(join(folder, 'vault.backup')).mode & 0o777, 0o600)
  await vault.erase([gone])
  vault.close()
  const restore = () => {
    for (const end of ['-wal', '-shm']) rmSync(join(folder, `vault.db${end}`), { force: true })
    cpSync(join(folder, 'vault.backup'), join(folder, 'vault.db'))
  }

  restore()
  const restored = openIn(t, folder)
  await assert.rejects(restored.unwrap([lost]), failsAs('erased'))
  await assert.rejects(restored.create([gone]), failsAs('erased'))
  assert.equal((await restored.unwrap([stays])).length, 1)
  restored.close()

  // The same with the journal beside the vault lost too, and a replica of it at hand. Without the replay the key
  // would be back, which shows that it is the replay that erases.
  cpSync(join(folder, 'vault.db.erasures'), join(folder, 'replica'))
  rmSync(join(folder, 'vault.db.erasures'))
  restore()
  const bare = openIn(t, folder)
  assert.equal((await bare.unwrap([lost])).length, 1)
  assert.equal(await bare.replayErasures(join(folder, 'replica')), 1)
  assert.equal(await bare.replayErasures(join(folder, 'replica')), 0)
  await assert.rejects(bare.unwrap([lost]), failsAs('erased'))
  await assert.rejects(bare.replayErasures(join(folder, 'nowhere')), /does not exist/)
})

test('O-05 O-06: a backup made while two processes go on erasing is whole', async (t) => {
  const folder = folderOf(t)
  const [vault, other] = [openIn(t, folder), openIn(t, folder)]
  const mailboxIds = Array.from({ length: 3000 }, () => randomUUID())
  await vault.create(mailboxIds)
  const kept = await wrapOne(vault, mailboxIds.at(-1)!)
  let running = true
  const backup = vault.backup(join(folder, 'copy.db')).finally(() => {
    running = false
  })
  for (let i = 0; running && i < 1000; i += 2) {
    await vault.erase([mailboxIds[i]!])
    await other.erase([mailboxIds[i + 1]!])
    await new Promise((resolve) => setImmediate(resolve))
  }
  await backup
  const copy = openIn(t, folder, { path: join(folder, 'copy.db') })
  assert.equal((await copy.unwrap([kept])).length, 1)
})

test('O-05: a crash between journal and key: the next erasure or the next start completes it', async (t) => {
  const folder = folderOf(t)
  const vault = openIn(t, folder)
  const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()]
  await vault.create([first, second, third])
  const items = [await wrapOne(vault, first), await wrapOne(vault, second)]
  const journal = join(folder, 'vault.db.erasures')
  appendErasures(journal, [{ mailboxId: first, erasedAt: new Date().toISOString() }])
  await vault.erase([third])
  await assert.rejects(vault.unwrap([items[0]!]), failsAs('erased'))

  appendErasures(journal, [{ mailboxId: second, erasedAt: new Date().toISOString() }])
  appendFileSync(journal, '2026-11-22T10:00:00.000Z 0192d3a4-5b6c')
  vault.close()
  const reopened = openIn(t, folder)
  await assert.rejects(reopened.unwrap([items[1]!]), failsAs('erased'))
  // The line cut off by the crash does not swallow the next one.
  await reopened.create([randomUUID()])
  const last = randomUUID()
  await reopened.erase([last])
  assert.ok(
    readFileSync(journal, 'utf8')
      .split('\n')
      .some((line) => line.includes(` ${last} `) && line.length === 70),
  )
})

test('O-05: a lost journal is written anew from the tombstones; a damaged one stops the start', async (t) => {
  const folder = folderOf(t)
  const journal = join(folder, 'vault.db.erasures')
  const vault = openIn(t, folder)
  const mailboxId = randomUUID()
  await vault.erase([mailboxId])
  vault.close()
  rmSync(journal)
  openIn(t, folder).close()
  const text = readFileSync(journal, 'utf8')
  assert.ok(text.includes(mailboxId))
  const damaged = text.replace(
    mailboxId,
    mailboxId.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
  )
  appendFileSync(journal, damaged)
  assert.throws(() => openIn(t, folder), /line 1 from byte 71 is damaged; restore the journal/)
})

test('O-05 O-06: rotating the master key keeps every mailbox readable, also in a process that knew only the old one', async (t) => {
  const folder = folderOf(t)
  const [vault, bystander] = [openIn(t, folder), openIn(t, folder, { cachedKeysMax: 0 })]
  const mailboxIds = Array.from({ length: 2500 }, () => randomUUID())
  await vault.create(mailboxIds)
  const item = await wrapOne(vault, mailboxIds[0]!)
  const rotating = vault.rotateMaster()
  await assert.rejects(vault.forgetOldMasters(), /1500 mailbox keys .* run rotateMaster first/)
  assert.deepEqual(await rotating, { version: 2, rewrapped: 2500 })
  const again = await vault.rotateMaster()
  assert.deepEqual(again, { version: 3, rewrapped: 2500 })
  assert.equal((await bystander.unwrap([item])).length, 1)
  const late = randomUUID()
  await bystander.create([late])
  assert.equal(await vault.forgetOldMasters(), 2)
  await wrapOne(vault, late)
  assert.match(readFileSync(join(folder, 'master.key'), 'utf8'), /^3:[^\n]+\n$/)
  vault.close()
  assert.equal((await openIn(t, folder).unwrap([item])).length, 1)
})

test('O-05: vault, journal and master key are readable by their owner alone, and a loose master key is refused', async (t) => {
  const folder = join(folderOf(t), 'deep', 'vault')
  const vault = openIn(t, folder)
  await vault.create([randomUUID()])
  await vault.erase([randomUUID()])
  assert.equal(statSync(folder).mode & 0o777, 0o700)
  for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name)
  chmodSync(join(folder, 'master.key'), 0o640)
  assert.throws(() => openIn(t, folder), /mode 640: others can read it. Run: chmod 600/)
})

test('O-05: a vault whose master key is missing or another one says so, and no new one is made over it', async (t) => {
  const folder = folderOf(t)
  const vault = openIn(t, folder)
  const mailboxId = randomUUID()
  await vault.create([mailboxId])
  vault.close()
  rmSync(join(folder, 'master.key'))
  assert.throws(() => openIn(t, folder), /restore the file/)
  assert.ok(!readdirSync(folder).includes('master.key'))
  const wrong = openIn(t, folder, { master: { keys: new Map([[1, randomBytes(32)]]) } })
  await assert.rejects(wrapOne(wrong, mailboxId), failsAs('tampered'))
  assert.throws(
    () => openIn(t, folder, { master: { keys: new Map([[7, randomBytes(32)]]) } }),
    /version 1 is missing/,
  )
})

test('O-05: master keys from the environment: parsed strictly, errors never show the key', async (t) => {
  const [one, two] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
  const keys = parseMasterKeys(`2:${two}, 1:${one}\n`)
  assert.deepEqual([...keys.keys()], [2, 1])
  for (const bad of ['', one, `0:${one}`, `1:${one},1:${two}`, `1:${one.slice(4)}`, `x:${one}`])
    assert.throws(
      () => parseMasterKeys(bad),
      (error: Error) => /master keys: /.test(error.message) && !error.message.includes(one.slice(4, 20)),
    )
  const folder = folderOf(t)
  const first = openIn(t, folder, { master: { keys: new Map([[1, keys.get(1)!]]) } })
  const mailboxId = randomUUID()
  await first.create([mailboxId])
  const item = await wrapOne(first, mailboxId)
  first.close()
  const both = openIn(t, folder, { master: { keys } })
  assert.deepEqual(await both.rotateMaster(), { version: 2, rewrapped: 1 })
  await assert.rejects(both.forgetOldMasters(), /remove the old versions there/)
  both.close()
  const newest = openIn(t, folder, { master: { keys: new Map([[2, keys.get(2)!]]) } })
  assert.equal((await newest.unwrap([item])).length, 1)
})
