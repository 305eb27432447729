import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openLocalKeyVault } from '#adapters/key-vault-local.ts'

const TOOL = fileURLToPath(new URL('./vault.ts', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'brevhus-vault-'))
after(() => rmSync(dir, { recursive: true }))

function vault(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [TOOL, ...args], {
    env: { ...process.env, DATA_DIR: dir, MASTER_KEYS: 'file' },
    encoding: 'utf8',
  })
  return { status, said: stdout + stderr }
}

const keys = join(dir, 'keys')
const open = (path = join(keys, 'vault.sqlite')) =>
  openLocalKeyVault({ path, master: { file: join(keys, 'master') }, journalPath: `${path}.erasures` })

test('O-06 O-05: an operator copies the vault, changes the master key, forgets the old one, replays erasures', async () => {
  assert.match(vault('backup', join(dir, 'copy')).said, /There is no vault at/)

  const [kept, gone, documentId] = [randomUUID(), randomUUID(), randomUUID()]
  const key = randomBytes(32)
  const before = open()
  await before.create([kept, gone])
  const [wrapped] = await before.wrap([{ mailboxId: kept, documentId, key }])
  before.close()

  const copy = join(dir, 'copy')
  assert.equal(vault('backup', copy).status, 0)
  assert.match(vault('backup', copy).said, /there already/)

  assert.match(vault('rotate-master').said, /version 2: 2 mailbox keys wrapped anew/)
  const old = open(copy)
  assert.ok(key.equals((await old.unwrap([{ mailboxId: kept, documentId, wrapped: wrapped! }]))[0]!))
  old.close()
  assert.match(vault('forget-old-masters').said, /1 old master keys are gone/)
  assert.throws(() => open(copy), /version 1 is missing/)

  const journal = join(dir, 'replica')
  const elsewhere = open(join(dir, 'elsewhere', 'vault.sqlite'))
  await elsewhere.erase([gone])
  elsewhere.close()
  writeFileSync(journal, readFileSync(join(dir, 'elsewhere', 'vault.sqlite.erasures')))
  assert.match(vault('replay-erasures', journal).said, /^1 mailbox keys erased/)
  const now = open()
  assert.ok(key.equals((await now.unwrap([{ mailboxId: kept, documentId, wrapped: wrapped! }]))[0]!))
  await assert.rejects(now.wrap([{ mailboxId: gone, documentId, key }]), /erased/)
  now.close()
})

test('O-06: what the vault command does not understand changes nothing and says what there is', () => {
  for (const args of [[], ['burn'], ['backup'], ['rotate-master', 'now'], ['toString']]) {
    const { status, said } = vault(...args)
    assert.equal(status, 2, args.join(' '))
    assert.match(said, /rotate-master/)
  }
})
