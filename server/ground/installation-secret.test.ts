import assert from 'node:assert/strict'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { installationSecret } from './installation-secret.ts'

test('the secret is made once, is the same for all processes, and only its owner can read it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'brevhus-secret-'))
  try {
    const data = join(folder, 'data')
    const secrets = await Promise.all(Array.from({ length: 8 }, () => installationSecret(data)))
    assert.equal(new Set(secrets.map((secret) => secret.toString('hex'))).size, 1)
    assert.equal(secrets[0]!.length, 32)
    assert.equal((await stat(join(data, 'installation.secret'))).mode & 0o777, 0o600)
    assert.deepEqual(await installationSecret(data), secrets[0])
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a damaged secret is an error that says what to do, never a new secret', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'brevhus-secret-'))
  try {
    await writeFile(join(folder, 'installation.secret'), 'c2hvcnQ=\n')
    await assert.rejects(installationSecret(folder), /damaged: put it back/)
  } finally {
    await rm(folder, { recursive: true })
  }
})
