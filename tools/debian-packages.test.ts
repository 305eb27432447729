import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { ensureDebianPackages, listedPackages } from './debian-packages.ts'

test('the list is well-formed, and everything on it is there by the time tests run', async () => {
  const listed = listedPackages()
  assert.ok(listed.length > 3)
  for (const entry of listed) {
    assert.match(entry.package, /^[a-z0-9][a-z0-9.+-]+$/)
    assert.ok(entry.why.length > 5, `${entry.package} says why`)
  }
  await ensureDebianPackages(listed)
})

test('who may not install is told the one command to type', () => {
  const code = `import { ensureDebianPackages } from ${JSON.stringify(new URL('./debian-packages.ts', import.meta.url).href)}
    const planted = { package: 'planted-package', probe: '/nowhere/planted', why: 'planted' }
    await ensureDebianPackages([planted]).catch((error) => { console.log(error.message); process.exit(9) })`
  const node = [process.execPath, '--input-type=module', '-e', code]
  const nobody =
    process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=65534', '--map-group=65534'] : []
  const [program, ...args] = [...nobody, ...node]
  const { status, stdout } = spawnSync(program!, args, { encoding: 'utf8' })
  assert.equal(status, 9)
  assert.match(stdout, /Missing: planted-package \(planted\)/)
  assert.match(
    stdout,
    /sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends planted-package'/,
  )
})
