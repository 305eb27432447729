import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { TakeOutPage } from '#api/take-out.ts'
import { asPostOffice } from '#ground/db.ts'
import {
  keepers,
  LARGE,
  newcomer,
  open,
  PDF,
  readMember,
  saved,
  taken,
  verify,
} from '#tests/take-out-room.ts'

/** What Python, which shares no code with us, reads: names with the SHA-256 of what is in them. */
function readByPython(file: string): Record<string, string> {
  const script = `import zipfile,hashlib,json,sys
z=zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps({n:hashlib.sha256(z.read(n)).hexdigest() for n in z.namelist()}))`
  return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8', maxBuffer: 1e8 }))
}
test('B-14 G6 O-04: one archive holds the documents, their hashes, the lists, the folders and the receipts; unzip, Python, sha256sum and the offline verifier agree', async () => {
  const karen = await newcomer()
  const home = (await karen.folder('Bolig')).body.folderId
  const letterId = await karen.letter({ title: 'Regning: november/2026', documents: [PDF, LARGE] })
  await karen.letter({ title: '=1+1', sensitive: true })
  await karen.letter({ title: 'Kun med højeste niveau', minimumLevel: 'high' })
  await karen.change([letterId], { kind: 'move', to: home })
  // A copy of something she wrote herself: here the same sealed document, once more.
  await asPostOffice(open.house.db, async (trx) => {
    await sql`insert into sent_letter (mailbox_id, letter_id, to_address, title_sealed, sent_at)
      select mailbox_id, letter_id, 'ole.bertelsen#1A', title_sealed, delivered_at from letter where letter_id = ${letterId}`.execute(
      trx,
    )
    await sql`insert into sent_document select mailbox_id, letter_id, document_no, document_id, media_type, size_bytes, sha256,
      file_name_sealed, wrapped_key, pack_id, pack_offset, sealed_bytes from letter_document
      where letter_id = ${letterId} and document_no = 1`.execute(trx)
  })
  const seen = await karen.ask<TakeOutPage>('GET', '/api/take-out')
  assert.deepEqual(
    [seen.body.takeOut, seen.body.letters, seen.body.notOpened, seen.body.locked],
    [null, 3, 2, 1],
  )
  const takeOut = await taken(karen)
  assert.deepEqual([takeOut.lettersDone, takeOut.lettersTotal], [3, 3])
  const { file, bytes } = await saved(karen, takeOut.takeOutId)
  assert.equal(bytes.length, takeOut.sizeBytes)

  execFileSync('unzip', ['-tq', file])
  const files = readByPython(file)
  const hashOf = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')
  const letters = JSON.parse(readMember(file, 'letters.json').toString())
  const bill = letters.find((one: { letterId: string }) => one.letterId === letterId)
  assert.match(
    bill.documents[0].path,
    /^letters\/2026\/2026-11-22 \d{5} .+ - Regning- november-2026\/1 regning\.pdf$/,
  )
  assert.deepEqual(
    [files[bill.documents[0].path], files[bill.documents[1].path]],
    [hashOf(PDF.bytes), hashOf(LARGE.bytes)],
  )
  assert.deepEqual([bill.folder, bill.sender.name], ['Bolig', keepers.sender.name])
  assert.deepEqual(
    bill.proofs.map(({ event, sealed }: { event: string; sealed: boolean }) => [event, sealed]),
    [
      ['ContentConsignment', true],
      ['ContentHandover', true],
    ],
  )
  const locked = letters.find((one: { minimumLevel: string }) => one.minimumLevel === 'high')
  assert.deepEqual([locked.locked, locked.documents, locked.proofs], [true, [], []])
  // A spreadsheet must not reckon with what a sender wrote.
  assert.match(readMember(file, 'letters.csv').toString(), /,'=1\+1,/)
  assert.equal(JSON.parse(readMember(file, 'folders.json').toString())[0].name, 'Bolig')
  const [sent] = JSON.parse(readMember(file, 'sent.json').toString())
  assert.deepEqual([sent.to, sent.title], ['ole.bertelsen#1A', 'Regning: november/2026'])
  assert.match(sent.documents[0].path, /^sent\/2026\/2026-11-22 00001 ole\.bertelsen#1A - /)
  assert.equal(files[sent.documents[0].path], hashOf(PDF.bytes))
  assert.match(readMember(file, 'sent.html').toString(), /ole\.bertelsen#1A/)
  const page = readMember(file, 'index.html').toString()
  assert.match(page, /<html lang="da">/)
  assert.doesNotMatch(page, /<script|https?:\/\//)
  for (const [, href] of page.matchAll(/href="([^"]+)"/g))
    assert.ok(files[href!.split('/').map(decodeURIComponent).join('/')], href)

  const sums = readMember(file, 'SHA256SUMS').toString()
  for (const [, sha256, name] of sums.matchAll(/^(\w{64}) {2}(.+)$/gm)) assert.equal(files[name!], sha256)
  assert.equal(sums.trimEnd().split('\n').length, Object.keys(files).length - 2)

  const checked = verify(file, '--sealed')
  assert.match(checked.said, /^PROVEN\n[\s\S]*3 documents of letters, 4 receipts/)
  assert.equal(checked.status, 0)
})

test('B-14 O-04: whichever byte of an archive is changed, the verifier says so and names the file', async () => {
  const karen = await newcomer()
  await karen.letters(2, { documents: [PDF] })
  const { takeOutId } = await taken(karen)
  const { file, bytes } = await saved(karen, takeOutId)
  const text = readFileSync(file).toString('latin1')
  const { verifyArchive } = await import('../../../verifier/archive.ts')
  const { readPublicKey } = await import('../../../verifier/key.ts')
  const { NotProven } = await import('../../../verifier/strict.ts')
  const key = readPublicKey(open.house.signer.publicKeyPem)
  verifyArchive(file, key)
  const flipped = join(open.folder, 'flipped.zip')
  const fault = (at: number): string => {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1 << (at % 8)
    writeFileSync(flipped, changed)
    try {
      verifyArchive(flipped, key)
    } catch (error) {
      assert.ok(error instanceof NotProven, `byte ${at}: ${error}`)
      return error.message
    }
    return assert.fail(`byte ${at} of ${bytes.length} was changed, and nobody noticed`)
  }
  for (let at = 0; at < bytes.length; at += 37) fault(at)
  for (let at = bytes.length - 200; at < bytes.length; at++) fault(at)
  const document = text.indexOf('%PDF-1.7 bill')
  assert.match(fault(document + 3), /"letters\/2026\/2026-11-22 00001 [^"]+\/1 regning\.pdf" was changed/)
  // By hand, as anybody would run it.
  const said = verify(flipped)
  assert.deepEqual([said.status, said.said.split('\n')[0]], [1, 'NOT PROVEN'])
  // Cut off, another's key, and an archive somebody packed anew.
  for (const cut of [bytes.subarray(0, bytes.length - 1), bytes.subarray(0, 1000)]) {
    writeFileSync(flipped, cut)
    assert.throws(() => verifyArchive(flipped, key), NotProven)
  }
  const repacked = join(open.folder, 'repacked.zip')
  execFileSync('python3', [
    '-c',
    `import zipfile,sys
a=zipfile.ZipFile(sys.argv[1]); b=zipfile.ZipFile(sys.argv[2],'w')
for n in a.namelist(): b.writestr(n, a.read(n).replace(b'bill',b'BILL') if n.endswith('.pdf') else a.read(n))
b.close()`,
    file,
    repacked,
  ])
  assert.throws(() => verifyArchive(repacked, key), NotProven)
})

test('B-14: one damaged document does not keep the others from their owner', async () => {
  const karen = await newcomer()
  await karen.letters(2, { documents: [PDF] })
  const { mailboxId } = karen.person
  await asPostOffice(open.house.db, (trx) =>
    sql`alter table letter_document disable trigger keep_facts`.execute(trx).then(() =>
      sql`update letter_document set pack_offset = pack_offset + 1 where mailbox_id = ${mailboxId}
        and letter_id = (select max(letter_id::text)::uuid from letter where mailbox_id = ${mailboxId})`.execute(
        trx,
      ),
    ),
  )
  const { takeOutId } = await taken(karen)
  const { file } = await saved(karen, takeOutId)
  const letters = JSON.parse(readMember(file, 'letters.json').toString())
  assert.deepEqual(
    letters.map((one: { documents: { path: string | null }[] }) => one.documents[0]!.path !== null),
    [false, true],
  )
  assert.match(readMember(file, 'index.html').toString(), /kunne ikke læses/)
  assert.equal(verify(file).status, 0)
})

test('B-14: an empty mailbox gives an archive that says so', async () => {
  const karen = await newcomer()
  const { takeOutId } = await taken(karen)
  const { file } = await saved(karen, takeOutId)
  assert.match(readMember(file, 'index.html').toString(), /Der var ingen breve/)
  assert.equal(verify(file).status, 0)
})
