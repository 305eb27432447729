import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemClock } from '#ground/clock.ts'
import { readUpstreams } from '#ground/upstream-settings.ts'
import { openUpstreams } from '#identity/broker/upstreams.ts'
import { prepareElectronicIds } from '#tools/demo/demo-e-ids.ts'

const PUBLIC_URL = 'http://localhost:8080'

test('I-09: the demo makes three electronic IDs whose settings the post office takes, the same at every start', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'brevhus-demo-'))
  try {
    const login = { name: 'Karen Lindholm', country: 'dk', nationalNumber: '0101900001' } as const
    const demo = {
      dataDir,
      publicUrl: PUBLIC_URL,
      port: 1,
      logins: [
        {
          ...login,
          personId: 'i',
          signInAs: 'k',
          password: 'p',
          totpSecret: null,
          mailboxId: 'm',
          email: 'e',
        },
      ],
    }
    const { upstreams, setupFile } = await prepareElectronicIds(demo)
    assert.deepEqual(readUpstreams(upstreams, PUBLIC_URL).faults, [])
    const again = await prepareElectronicIds(demo)
    assert.equal(again.upstreams, upstreams)
    const setup = await readFile(setupFile, 'utf8')
    assert.doesNotMatch(setup, /"password"|totpSecret/)

    // As the demo starts them, and asked as the post office asks them.
    const child = spawn(process.execPath, ['tools/e-id/serve.ts', '--port', '0', '--setup', setupFile])
    try {
      const [said] = (await once(child.stdout, 'data')) as [Buffer]
      const origin = /ready at (\S+)/.exec(said.toString())![1]!
      const list = upstreams.replaceAll('http://localhost:1', origin)
      const opened = openUpstreams({ UPSTREAMS: list, PUBLIC_URL }, systemClock)
      assert.deepEqual([...opened.keys()], ['bankid-no', 'idporten', 'mitid-signicat'])
      for (const [id, { relyingParty }] of opened) {
        const url = await relyingParty.requestUrl({
          response_type: 'code',
          scope: 'openid',
          redirect_uri: `${PUBLIC_URL}/sign-in/with/${id}/return`,
          state: 's'.repeat(43),
          nonce: 'n'.repeat(43),
          code_challenge: 'c'.repeat(43),
          code_challenge_method: 'S256',
        })
        const page = await (await fetch(url)).text()
        assert.match(page, /This is a simulator/)
        assert.equal(page.includes('Karen Lindholm'), id === 'mitid-signicat')
      }
    } finally {
      child.kill()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})

test('the simulators say what is wrong with how they are started', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'brevhus-demo-'))
  try {
    const file = join(folder, 'setup.json')
    await writeFile(file, JSON.stringify({ clients: { 'bank-id': {} }, people: [] }))
    for (const [args, said] of [
      [['--port', '99999', '--setup', file], /--port must be a port/],
      [[], /--setup must name a file/],
      [['--setup', file], /profiles that do not exist: bank-id/],
      [['--setup', join(folder, 'missing')], /could not start/],
    ] as const) {
      const child = spawn(process.execPath, ['tools/e-id/serve.ts', ...args])
      let complained = ''
      child.stderr.on('data', (data: Buffer) => {
        complained += data
      })
      const [code] = await once(child, 'close')
      assert.notEqual(code, 0)
      assert.match(complained, said)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
