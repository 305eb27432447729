import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { blobContract } from '#ground/blobs.contract.ts'
import { openFileBlobs } from './blobs-file.ts'

const root = mkdtempSync(join(tmpdir(), 'brevhus-blobs-'))
after(() => rmSync(root, { recursive: true }))
let folders = 0
const newFolder = () => join(root, `${folders++}`)

const contractFolder = newFolder()
blobContract('files', async () => openFileBlobs({ folder: contractFolder, packBytesMax: 4 * 1024 * 1024 }))
// What is left where a file system does not write past its page cache.
const cachedFolder = newFolder()
blobContract('files through the page cache', async () =>
  openFileBlobs({ folder: cachedFolder, packBytesMax: 4 * 1024 * 1024, direct: false }),
)

const namesIn = (folder: string, end: string) => readdirSync(folder).filter((name) => name.endsWith(end))

test('O-05: packs are rotated when full, grow up to their full size, and give back their unused end', async () => {
  const folder = newFolder()
  const store = openFileBlobs({ folder, packBytesFirst: 100_000, packBytesMax: 400_000 })
  const places = []
  for (let i = 0; i < 50; i++) places.push(await store.append([Buffer.alloc(30_000, i)]))
  const packs = new Set(places.map((place) => place.packId))
  assert.equal(packs.size, 6)
  await store.close()
  assert.deepEqual(namesIn(folder, '.spare'), [])
  for (const packId of packs) {
    const last = Math.max(...places.filter((place) => place.packId === packId).map(({ offset }) => offset))
    assert.equal(statSync(join(folder, `${packId}.pack`)).size, last + 30_000)
  }
  const reader = openFileBlobs({ folder })
  for (const [i, { packId, offset }] of places.entries())
    assert.ok(Buffer.alloc(30_000, i).equals(await reader.read(packId, offset, 30_000)))
})

test('O-05: a pack open for too long takes no more', async () => {
  const store = openFileBlobs({ folder: newFolder(), packOpenMsMax: 20 })
  const first = await store.append([Buffer.from('a')])
  await new Promise((resolve) => setTimeout(resolve, 30))
  assert.notEqual((await store.append([Buffer.from('b')])).packId, first.packId)
  await store.close()
})

test('O-05: two processes in one folder never write into one pack, even when they find each other’s spare', async () => {
  const folder = newFolder()
  const stores = [1, 2].map(() => openFileBlobs({ folder, packBytesFirst: 50_000, packBytesMax: 50_000 }))
  const places = await Promise.all(
    Array.from({ length: 60 }, (_, i) => stores[i % 2]!.append([Buffer.alloc(10_000, i)])),
  )
  for (const [i, { packId, offset }] of places.entries())
    assert.ok(Buffer.alloc(10_000, i).equals(await stores[0]!.read(packId, offset, 10_000)))
  const ownersOf = (store: number) =>
    new Set(places.filter((_, i) => i % 2 === store).map((place) => place.packId))
  assert.equal(ownersOf(0).intersection(ownersOf(1)).size, 0)
  await Promise.all(stores.map((store) => store.close()))
})

test('O-05: a chunk whose pack another process erased meanwhile goes to a living pack', async () => {
  const folder = newFolder()
  const [store, other] = [openFileBlobs({ folder }), openFileBlobs({ folder })]
  const first = await store.append([Buffer.from('first')])
  await other.erase(first.packId)
  const second = await store.append([Buffer.from('second')])
  assert.notEqual(second.packId, first.packId)
  assert.equal(Buffer.from(await other.read(second.packId, second.offset, 6)).toString(), 'second')
  await Promise.all([store.close(), other.close()])
})

test('O-05: half-made packs of dead processes are removed, those of living ones are not', async () => {
  const folder = newFolder()
  await openFileBlobs({ folder }).close()
  const [old, fresh] = ['0.zeroing', '1.zeroing'].map((name) => join(folder, name)) as [string, string]
  for (const path of [old, fresh]) writeFileSync(path, 'x')
  utimesSync(old, new Date(0), new Date(0))
  const store = openFileBlobs({ folder })
  await store.append([Buffer.from('x')])
  assert.deepEqual([existsSync(old), existsSync(fresh)], [false, true])
  await store.close()
})

test('O-05: after kill -9 in the middle of appends, everything acknowledged is there, and the next process goes on', async () => {
  const folder = newFolder()
  const module = new URL('./blobs-file.ts', import.meta.url).href
  const code = `const { openFileBlobs } = await import(${JSON.stringify(module)})
    const store = openFileBlobs({ folder: ${JSON.stringify(folder)}, packBytesFirst: 200000, packBytesMax: 400000 })
    const lane = async () => { for (let i = 0; ; i++) {
      const byte = Math.floor(Math.random() * 255) + 1
      const size = 1 + Math.floor(Math.random() * 20000)
      const { packId, offset } = await store.append([new Uint8Array(size).fill(byte)])
      process.stdout.write([packId, offset, size, byte].join(' ') + '\\n')
    } }
    await Promise.all([lane(), lane(), lane()])`
  let acknowledged = 0
  for (let round = 0; round < 4; round++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines: string[] = []
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (lines.push(line) === 40 + round * 37) child.kill('SIGKILL')
    })
    await once(child, 'close')
    const store = openFileBlobs({ folder })
    for (const line of lines.filter((each) => each.split(' ').length === 4)) {
      const [packId, offset, size, byte] = line.split(' ')
      const got = await store.read(packId!, Number(offset), Number(size))
      assert.ok(Buffer.alloc(Number(size), Number(byte)).equals(got), line)
      acknowledged++
    }
    await store.close()
  }
  assert.ok(acknowledged > 300)
  // Each killed process leaves at most one spare, and the next one uses it up.
  assert.ok(namesIn(folder, '.spare').length <= 2, `${readdirSync(folder)}`)
})
