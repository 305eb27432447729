import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type KeyVault, KeyVaultError } from '#ground/key-vault.ts'
import { type LocalKeyVault, openLocalKeyVault } from './key-vault-local.ts'
import { openThreadKeyVault } from './key-vault-thread.ts'

const folder = mkdtempSync(join(tmpdir(), 'brevhus-vault-thread-'))
const options = { path: join(folder, 'vault.db'), master: { file: join(folder, 'master.key') } }
let thread: KeyVault & { close(): Promise<void> }
let local: LocalKeyVault
before(() => {
  local = openLocalKeyVault(options)
  thread = openThreadKeyVault(options)
})
after(async () => {
  await thread.close()
  local.close()
  rmSync(folder, { recursive: true })
})

const documentId = randomUUID()
const itemsFor = (mailboxIds: readonly string[]) =>
  mailboxIds.map((mailboxId) => ({ mailboxId, documentId, key: randomBytes(32) }))

test('O-05: what the thread wraps this process unwraps, and the other way about, each in its place', async () => {
  const mailboxIds = Array.from({ length: 1500 }, () => randomUUID())
  await thread.create(mailboxIds)
  const items = itemsFor(mailboxIds)
  const opened = async (from: KeyVault, to: KeyVault) => {
    const wrapped = await from.wrap(items)
    return to.unwrap(items.map(({ mailboxId }, i) => ({ mailboxId, documentId, wrapped: wrapped[i]! })))
  }
  const keys = items.map(({ key }) => Buffer.from(key).toString('hex'))
  for (const [from, to] of [
    [thread, local],
    [local, thread],
  ] as const)
    assert.deepEqual(
      (await opened(from, to)).map((key) => Buffer.from(key).toString('hex')),
      keys,
    )
})

test('O-05: a call with mailboxes erased elsewhere or unknown fails as a whole and names each of them', async () => {
  const [kept, erased, unknown] = [randomUUID(), randomUUID(), randomUUID()]
  await local.create([kept, erased])
  await thread.wrap(itemsFor([kept, erased]))
  await local.erase([erased])
  await assert.rejects(thread.wrap(itemsFor([kept, erased, unknown])), (error) => {
    assert.ok(error instanceof KeyVaultError)
    assert.deepEqual(error.failures, [
      { mailboxId: erased, kind: 'erased', index: 1 },
      { mailboxId: unknown, kind: 'unknown-mailbox', index: 2 },
    ])
    return true
  })
  await thread.erase([kept])
  await assert.rejects(local.wrap(itemsFor([kept])), KeyVaultError)
})

test('O-05: a flipped bit is tampering; ids and keys of the wrong form are refused before anything is asked', async () => {
  const mailboxId = randomUUID()
  await thread.create([mailboxId])
  const [wrapped] = await thread.wrap(itemsFor([mailboxId]))
  wrapped![20]! ^= 1
  await assert.rejects(
    thread.unwrap([{ mailboxId, documentId, wrapped: wrapped! }]),
    (error) => error instanceof KeyVaultError && error.kind === 'tampered',
  )
  await assert.rejects(thread.wrap(itemsFor(['short'])), TypeError)
  await assert.rejects(thread.wrap(itemsFor([mailboxId.toUpperCase()])), TypeError)
  await assert.rejects(thread.wrap([{ mailboxId, documentId, key: randomBytes(31) }]), TypeError)
  assert.equal((await thread.wrap([])).length, 0)
})

/** A process with nothing to do but a vault in a thread; `then` is what it does with it. */
async function inProcess(then: string): Promise<{ code: number; err: string }> {
  const module = new URL('./key-vault-thread.ts', import.meta.url).href
  const child = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { openThreadKeyVault } = await import(${JSON.stringify(module)})
     const open = (path) => openThreadKeyVault({ path, master: { file: ${JSON.stringify(options.master.file)} } })
     ${then}`,
  ])
  let err = ''
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const [code] = await once(child, 'close')
  return { code, err }
}

test('a process whose vault cannot be opened ends, and an idle vault keeps no process alive', async () => {
  const broken = await inProcess(`open('/dev/null/vault.db').create(['${randomUUID()}'])`)
  assert.notEqual(broken.code, 0)
  assert.match(broken.err, /EEXIST|ENOTDIR/)
  const idle = await inProcess(
    `const vault = open(${JSON.stringify(options.path)})
     await vault.create(['${randomUUID()}'])`,
  )
  assert.deepEqual(idle, { code: 0, err: '' })
})
