import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import type { Routes } from '#ground/routes.ts'
import { work } from '#tests/hand-in.ts'
import { PDF } from '#tests/multipart.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'
import { type SenderAtPort, senderAtPort } from '#tests/sender-at-port.ts'
import { packFolder } from './pack-folder.ts'

let at: SenderAtPort
const people: SeededPerson[] = []
/** Where each piece of an upload began. */
const offsets: number[] = []
let onPiece: () => void = () => undefined
let working = true
let worker: Promise<void>

const watchPieces: Routes = (app) => {
  app.addHook('onResponse', async (request) => {
    if (request.method !== 'PATCH') return
    offsets.push(Number(request.headers['upload-offset']))
    onPiece()
  })
}

before(async () => {
  at = await senderAtPort([watchPieces, dispatchRoutes])
  for (let i = 0; i < 3; i++) people.push(await seedPerson(at.house))
  worker = (async () => {
    while (working) {
      await work(at.house, ['read-batch', 'send-chunk'])
      await sleep(50)
    }
  })()
})
after(async () => {
  working = false
  await worker
  await at.close()
})

const NOBODY = '0101901234'

async function folderOf(
  name: string,
  numbers: readonly string[],
  more: Record<string, string | Buffer> = {},
) {
  const folder = join(at.senderFolder, name)
  await mkdir(folder)
  const files = {
    'manifest.json': JSON.stringify({
      version: 1,
      title: `Årsopgørelse ${name}`,
      recipients: 'recipients.csv',
      documents: ['letter.pdf'],
    }),
    'recipients.csv': `reference,nationalNumber\n${numbers.map((number, i) => `K-${i},${number}\n`).join('')}`,
    'letter.pdf': PDF,
    ...more,
  }
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content)
  return folder
}

const delivered = async (): Promise<string[]> => {
  const events = at.client().events({ follow: false })
  const ids: string[] = []
  for await (const event of events) if (event.event === 'delivered') ids.push(event.letterId!)
  return ids
}

suite('brevhus batch as a process, against a real post office', () => {
  test('S-02 S-04 A-09: a folder is handed in, refused rows come back as CSV, are corrected and go', async () => {
    const folder = await folderOf('mixed', [people[0]!.nationalNumber, NOBODY, people[1]!.nationalNumber])
    const said = await at.brevhus(['batch', folder])
    assert.equal(said.code, 1, said.err)
    assert.match(
      said.out,
      /^File [0-9a-f-]{36}: done\n {2}recipients +3\n {2}delivered +2\n {2}waiting +0\n {2}to print +0\n {2}refused +1\n$/,
    )
    assert.match(said.err, /Packing: 3 files.*\n(.*\n)*Uploading: .*\n(.*\n)*Delivery: 2 delivered/)
    const [, batchId] = /File (\S+):/.exec(said.out)!
    const list = join(at.senderFolder, `errors-${batchId}.csv`)
    const csv = await readFile(list, 'utf8')
    const [header, row, ...rest] = csv.trim().split(/\r?\n/)
    assert.match(header!, /^\ufeff?row,.*code/)
    assert.equal(rest.length, 0)
    assert.doesNotMatch(csv, new RegExp(NOBODY), 'numbers are masked')
    const shown = await at.brevhus(['errors', batchId!])
    assert.equal(shown.out, csv)
    const rows = await at.brevhus(['errors', batchId!, '--json'])
    assert.equal(JSON.parse(rows.out).row, 2)

    const columns = header!.replace('\ufeff', '').split(',')
    const cells = row!.split(',')
    const corrected = columns
      .map((column, i) => (column === 'nationalNumber' ? people[2]!.nationalNumber : i < 3 ? cells[i] : ''))
      .join(',')
    await writeFile(join(at.senderFolder, 'corrected.csv'), `${columns.join(',')}\n${corrected}\n`)
    const again = await at.brevhus(['correct', batchId!, 'corrected.csv', '--json'])
    assert.equal(again.code, 0, again.err)
    assert.equal(JSON.parse(again.out).delivered, 1)
    const status = await at.brevhus(['status', batchId!])
    assert.equal(status.code, 1)
    assert.match(status.out, /refused +1/)
  })

  test('S-05: the same folder handed in twice is one file; --again sends it once more', async () => {
    const folder = await folderOf('twice', [people[0]!.nationalNumber])
    const before = (await delivered()).length
    const first = JSON.parse((await at.brevhus(['batch', folder, '--json'])).out)
    const second = JSON.parse((await at.brevhus(['batch', folder, '--json'])).out)
    assert.equal(second.batchId, first.batchId)
    assert.equal((await delivered()).length, before + 1)
    const third = JSON.parse((await at.brevhus(['batch', folder, '--json', '--again'])).out)
    assert.notEqual(third.batchId, first.batchId)
    assert.equal((await delivered()).length, before + 2)
  })

  test('S-07: a dry run of a folder says who would be refused and sends nothing', async () => {
    const folder = await folderOf('dry', [people[0]!.nationalNumber, NOBODY])
    const before = await delivered()
    const { code, out, err } = await at.brevhus(['batch', folder, '--dry-run', '--errors', 'dry.csv'])
    assert.equal(code, 1, err)
    assert.match(out, /dry-run-done \(dry run, nothing is sent\)/)
    assert.match(out, /refused +1/)
    assert.deepEqual(await delivered(), before)
    assert.match(await readFile(join(at.senderFolder, 'dry.csv'), 'utf8'), /recipient-unknown/)
  })

  test('S-02: a file that is wrong as a file is refused whole, with its place, exit code 3', async () => {
    const folder = await folderOf('wrong', [people[0]!.nationalNumber], {
      'recipients.csv': Buffer.from(
        'reference,lastName,nationalNumber\nK-1,S\xf8rensen,0101901234\n',
        'latin1',
      ),
    })
    const before = await delivered()
    const { code, err } = await at.brevhus(['batch', folder])
    assert.equal(code, 3)
    assert.match(err, /refused as a whole. Nothing was sent.\n.*\n(.*\n)*.*recipients-unreadable/)
    assert.deepEqual(await delivered(), before)
  })

  test('S-06: stopped in the middle of an upload, the next run goes on where it stopped', async () => {
    const folder = await folderOf('large', [people[0]!.nationalNumber], {
      'a.pdf': Buffer.concat([PDF, randomBytes(11_000_000)]),
      'b.pdf': Buffer.concat([PDF, randomBytes(11_000_000)]),
    })
    offsets.length = 0
    const stopped = at.start(['batch', folder, '--json'])
    await new Promise<void>((resolve) => {
      onPiece = () => {
        stopped.kill('SIGINT')
        resolve()
      }
    })
    await new Promise((resolve) => stopped.once('exit', resolve))
    onPiece = () => undefined
    assert.equal(stopped.exitCode, 3)
    await sleep(300)
    offsets.length = 0
    const { code, err, out } = await at.brevhus(['batch', folder, '--json'])
    assert.equal(code, 0, err)
    assert.ok(offsets[0]! >= 8 * 1024 * 1024, `${offsets}`)
    assert.match(err, /of it were there already/)
    assert.equal(JSON.parse(out).delivered, 1)
    assert.deepEqual(await readdir(at.env.TMPDIR), [], 'no archive stays behind')
  })

  test('what is not a folder to hand in is told before anything is sent', async () => {
    const folder = await folderOf('faulty', [], { 'manifest.json': '{' })
    assert.match((await at.brevhus(['batch', folder])).err, /is not valid JSON/)
    await writeFile(join(folder, 'manifest.json'), '{}')
    assert.match((await at.brevhus(['batch', folder])).err, /"recipients" must name/)
    await writeFile(join(folder, 'manifest.json'), '{"recipients":"none.csv"}')
    const { code, err } = await at.brevhus(['batch', folder])
    assert.equal(code, 2)
    assert.match(err, /not in the folder/)
    assert.match(
      (await at.brevhus(['batch', 'nowhere'])).err,
      /cannot be read \(there is no such file or folder\)/,
    )
  })
})

test('S-06: the same folder gives the same archive, whenever and wherever; links and hidden files stay out', async () => {
  const folder = await folderOf('same', [NOBODY], { '.secret.pdf': PDF, 'notes.docx': 'x' })
  await symlink('/etc/hostname', join(folder, 'link.txt'))
  const copy = join(at.senderFolder, 'copy')
  await cp(folder, copy, { recursive: true, verbatimSymlinks: true })
  const [one, two] = [
    await packFolder(folder, join(at.senderFolder, 'one.zip')),
    await packFolder(copy, join(at.senderFolder, 'two.zip')),
  ]
  assert.equal(one.sha256, two.sha256)
  assert.equal(one.files, 3)
  await writeFile(join(copy, 'letter.pdf'), Buffer.concat([PDF, Buffer.from('\n')]))
  assert.notEqual((await packFolder(copy, join(at.senderFolder, 'three.zip'))).sha256, one.sha256)
})
