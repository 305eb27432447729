// A receipt's whole life: written by the post office, fetched, and checked by tools that share no code with it:
// our own offline verifier (copied away, alone), jose, and openssl.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { compactVerify, importSPKI } from 'jose'
import { signedCheckpoint } from '#ground/evidence/checkpoint.ts'
import { leafHashOf } from '#ground/evidence/commitment.ts'
import type { EvidenceEvent } from '#ground/evidence/events.ts'
import { EVIDENCE_EVENTS } from '#ground/evidence/events.ts'
import { appendLeaves, seal } from '#ground/evidence/log.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import { grow, rootOf } from '#ground/evidence/merkle.ts'
import { proveInclusion } from '#ground/evidence/proof.ts'
import { newId } from '#ground/ids.ts'
import { type ReceiptFile, receiptFile, signReceipt } from '#ground/receipt.ts'
import { evidenceRoutes } from '#http/evidence.routes.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { readPublicKey } from '../../verifier/key.ts'
import { checkConsistentWith, checkDocument, MEANING, verifyReceipt } from '../../verifier/receipt.ts'
import { NotProven } from '../../verifier/strict.ts'

const PDF = randomBytes(2000)
const SENDER = newId()

let open: OpenHouse
let folder = ''
let key: ReturnType<typeof readPublicKey>
/** Files of the first letter, as its sender would have saved them. */
const saved = { unsealed: '', sealed: '', olderHead: '', newerHead: '', consistency: '' }
const path = (name: string) => join(folder, name)

type Written = { event: EvidenceEvent; evidenceSalt: Buffer; leaf: { chunkId: string; leafNo: number } }
async function write(count: number): Promise<Written[]> {
  const letters = Array.from({ length: count }, (_, i) => {
    const letterId = newId()
    const event: EvidenceEvent = {
      letterId,
      number: 1,
      event: 'A.1 SubmissionAcceptance',
      at: '2026-11-22T09:00:00.123Z',
      senderId: SENDER,
      documentSha256: i === 0 ? [createHash('sha256').update(PDF).digest('hex')] : [],
    }
    return { event, evidenceSalt: randomBytes(16) }
  })
  const chunkId = await open.house.db.transaction().execute((trx) =>
    appendLeaves(
      trx,
      letters.map(({ evidenceSalt, event }) => leafHashOf(evidenceSalt, event)),
    ),
  )
  return letters.map((letter, leafNo) => ({ ...letter, leaf: { chunkId, leafNo } }))
}
async function fileOf(letter: Written): Promise<ReceiptFile> {
  const proof = await proveInclusion(open.house.db, letter.leaf)
  return receiptFile(signReceipt(logOf(open.house), letter), proof)
}
let second: ReceiptFile

before(async () => {
  open = await openHouse()
  folder = mkdtempSync(join(tmpdir(), 'brevhus-receipt-'))
  const app = await open.app(evidenceRoutes)
  const get = async (url: string) => (await app.inject({ url })).body
  await write(5)
  await seal(open.house.db, logOf(open.house))
  saved.olderHead = await get('/evidence/checkpoint')
  const [letter, neighbour] = await write(300)
  saved.unsealed = JSON.stringify(await fileOf(letter!))
  await seal(open.house.db, logOf(open.house))
  saved.sealed = JSON.stringify(await fileOf(letter!))
  second = await fileOf(neighbour!)
  await write(100)
  await seal(open.house.db, logOf(open.house))
  saved.newerHead = await get('/evidence/checkpoint')
  saved.consistency = await get('/evidence/consistency?from=5&to=305')
  const pem = await get('/evidence/key')
  key = readPublicKey(pem)
  writeFileSync(path('public.pem'), pem)
  for (const [name, text] of Object.entries(saved)) writeFileSync(path(name), text)
  writeFileSync(path('letter.pdf'), PDF)
  writeFileSync(path('re-saved.pdf'), Buffer.concat([PDF, Buffer.from('\n')]))
  mkdirSync(path('verifier'))
  cpSync(fileURLToPath(new URL('../../verifier', import.meta.url)), path('verifier'), {
    recursive: true,
    filter: (file) => !file.endsWith('.test.ts'),
  })
})
after(async () => {
  await open.close()
  rmSync(folder, { recursive: true })
})

/** The verifier alone: copied, in an empty environment, and kept by Node from reading anything but this folder. */
function verifier(...args: string[]) {
  const node = ['--permission', `--allow-fs-read=${folder}`, path('verifier/verify-receipt.ts')]
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, ...args], {
    cwd: folder,
    env: {},
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('O-04: a sealed receipt is proven offline, with nothing but the public key, in plain words', () => {
  const proven = verifier('sealed', '--key', 'public.pem', '--sealed', '--document', 'letter.pdf')
  assert.deepEqual([proven.status, proven.stderr], [0, ''])
  assert.match(
    proven.stdout,
    /^PROVEN\n- The post office "localhost:8080\/evidence" signed \(key .{43}\) that it took this letter over/,
  )
  assert.match(proven.stdout, /When: 2026-11-22T09:00:00\.123Z \(UTC\)/)
  assert.match(proven.stdout, /entry 5 of the 305 entries in the evidence log/)
  assert.match(proven.stdout, /letter\.pdf is, byte for byte, a document of this letter/)
  assert.doesNotMatch(proven.stdout, /NOT/)
})

test('O-04: a receipt that is not sealed yet says what it does not prove', () => {
  const early = verifier('unsealed', '--key', 'public.pem')
  assert.equal(early.status, 0)
  assert.match(early.stdout, /NOT YET PROVEN\n- That the event is in the evidence log/)
  const demanded = verifier('unsealed', '--key', 'public.pem', '--sealed')
  assert.equal(demanded.status, 1)
  assert.match(demanded.stdout, /^NOT PROVEN\n- The receipt is genuine, but it is not sealed/)
})

test('O-04: the log of the receipt and one seen earlier are shown to be one log that only grew', () => {
  const args = ['sealed', '--key', 'public.pem', '--consistent-with', 'olderHead']
  const proven = verifier(...args, '--consistency', 'consistency')
  assert.equal(proven.status, 0, proven.stdout + proven.stderr)
  assert.match(proven.stdout, /The log of 5 entries and the one of 305 are the same log; it only grew/)
  const without = verifier(...args)
  assert.equal(without.status, 1)
  assert.match(without.stdout, /NOT shown to go on from/)
})

test('O-04: what fails is named, with exit code 1', () => {
  writeFileSync(path('cut'), saved.sealed.slice(0, -200))
  writeFileSync(path('other-key.pem'), Buffer.from(OTHER_KEY))
  for (const [args, message] of [
    [
      ['sealed', '--key', 'public.pem', '--document', 're-saved.pdf'],
      /The document is NOT one of those in the receipt/,
    ],
    [['cut', '--key', 'public.pem'], /not readable JSON: it is cut off/],
    [['letter.pdf', '--key', 'public.pem'], /not UTF-8 text|not readable JSON/],
    [['sealed', '--key', 'other-key.pem'], /signed with another key/],
  ] as const) {
    const { status, stdout } = verifier(...args)
    assert.equal(status, 1, args.join(' '))
    assert.match(stdout, /^NOT PROVEN\n/)
    assert.match(stdout, message)
  }
})
const OTHER_KEY = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
`

test('O-04: a forged receipt cannot draw its own verdict on the screen', () => {
  writeFileSync(path('forged'), JSON.stringify({ receipt: '', '\n\u001b[2J\u202ePROVEN\n- all of it': 1 }))
  const { status, stdout } = verifier('forged', '--key', 'public.pem')
  assert.equal(status, 1)
  assert.match(stdout, /^NOT PROVEN\n- [^\p{C}]*\n$/u)
})

test('O-04: a command that cannot be carried out says what to do, with exit code 2', () => {
  writeFileSync(path('private.pem'), '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n')
  for (const [args, message] of [
    [[], /Give exactly one receipt file[\s\S]*--key FILE/],
    [['sealed'], /Give the public key of the post office/],
    [['sealed', '--key', 'nowhere.pem'], /the public key could not be read from nowhere\.pem: ENOENT/],
    [['nothing', '--key', 'public.pem'], /the receipt could not be read from nothing: ENOENT/],
    [['sealed', '--key', 'private.pem'], /this is a private key/],
    [['sealed', '--key', 'sealed'], /not an Ed25519 public key/],
    [['sealed', '--key', 'public.pem', '--unknown'], /--unknown/],
    [['sealed', '--key', 'public.pem', '--consistency', 'consistency'], /goes with --consistent-with/],
  ] as const) {
    const { status, stderr } = verifier(...args)
    assert.equal(status, 2, args.join(' '))
    assert.match(stderr, message)
  }
})

/** One character replaced, removed or added, or the end cut off. */
const anyHarm = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('replace', 'remove', 'insert', 'cut'),
  by: fc.oneof(
    fc.constantFrom(...'AQgwZ09-_+/=."{}\\ \n'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
})
function harm(text: string, { at, how, by }: { at: number; how: string; by: string }): string {
  const i = at % text.length
  const tail = text.slice(how === 'insert' ? i : i + 1)
  return how === 'cut' ? text.slice(0, i) : text.slice(0, i) + (how === 'remove' ? '' : by) + tail
}
const sameJson = (one: string, other: string) => {
  try {
    return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other))
  } catch {
    return one === other
  }
}

test('O-04: a receipt with anything changed in it is not proven', () => {
  for (const text of [saved.sealed, saved.unsealed]) {
    assert.ok(verifyReceipt(text, key))
    fc.assert(
      fc.property(anyHarm, (what) => {
        const harmed = harm(text, what)
        fc.pre(!sameJson(harmed, text)) // a space between JSON members is no change
        assert.throws(() => verifyReceipt(harmed, key), NotProven)
      }),
      { numRuns: 1500 },
    )
  }
})

test('O-04: every single character of a sealed receipt counts', () => {
  for (let at = 0; at < saved.sealed.length; at++) {
    const by = saved.sealed[at] === 'A' ? 'B' : 'A'
    assert.throws(() => verifyReceipt(harm(saved.sealed, { at, how: 'replace', by }), key), NotProven)
  }
})

test('O-04: a head or a consistency proof with anything changed in it is not proven', () => {
  const receipt = verifyReceipt(saved.sealed, key)
  assert.equal(checkConsistentWith(saved.olderHead, saved.consistency, receipt, key), 5)
  fc.assert(
    fc.property(anyHarm, (what) => {
      const head = harm(saved.olderHead, what)
      if (head !== saved.olderHead)
        assert.throws(() => checkConsistentWith(head, saved.consistency, receipt, key), NotProven)
      const proof = harm(saved.consistency, what)
      if (!sameJson(proof, saved.consistency))
        assert.throws(() => checkConsistentWith(saved.olderHead, proof, receipt, key), NotProven)
    }),
    { numRuns: 1500 },
  )
})

test('O-04: a document with any byte changed is not the document of the receipt', () => {
  const { event } = verifyReceipt(saved.sealed, key)
  checkDocument(PDF, event)
  fc.assert(
    fc.property(fc.nat({ max: PDF.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Buffer.from(PDF)
      changed[at]! ^= by
      assert.throws(() => checkDocument(changed, event), NotProven)
    }),
  )
})

test('O-04: the proof of another letter does not fit', () => {
  const first = JSON.parse(saved.sealed) as ReceiptFile
  assert.ok(verifyReceipt(JSON.stringify(second), key))
  const mixed = JSON.stringify({ receipt: first.receipt, proof: second.proof })
  assert.throws(() => verifyReceipt(mixed, key), /does not lead to the signed head/)
})

test('O-04: a post office that shows two people two logs is caught by its own signatures', () => {
  const receipt = verifyReceipt(saved.sealed, key)
  const other = rootOf(grow(0, [], randomBytes(32 * 5)).edge)
  const forked = signedCheckpoint(logOf(open.house), 5, other)
  assert.throws(() => checkConsistentWith(forked, saved.consistency, receipt, key), /the log was rewritten/)
  const sameSize = signedCheckpoint(logOf(open.house), 305, rootOf(grow(0, [], randomBytes(32 * 305)).edge))
  assert.throws(() => checkConsistentWith(sameSize, undefined, receipt, key), /the log was rewritten/)
})

test('O-04: even our own signature does not make false what the log does not hold', () => {
  const log = logOf(open.house)
  const event = { ...verifyReceipt(saved.sealed, key).event, code: 'not-what-was-logged' } as EvidenceEvent
  const lie = signReceipt(log, {
    event,
    evidenceSalt: randomBytes(16),
    leaf: { chunkId: newId(), leafNo: 0 },
  })
  const { proof } = JSON.parse(saved.sealed) as ReceiptFile
  assert.throws(
    () => verifyReceipt(JSON.stringify({ receipt: lie, proof }), key),
    /does not lead to the signed head/,
  )
})

test('O-04: every event name of ETSI EN 319 522-1 that we use has plain words in the verifier', () => {
  assert.deepEqual(Object.keys(MEANING), [...EVIDENCE_EVENTS])
})

test('O-04: jose accepts the receipt as a JWS, and openssl its signature and that of the signed head', async () => {
  const { receipt } = JSON.parse(saved.sealed) as ReceiptFile
  const pem = open.house.signer.publicKeyPem
  const { protectedHeader, payload } = await compactVerify(receipt, await importSPKI(pem, 'EdDSA'))
  assert.deepEqual(protectedHeader, {
    alg: 'EdDSA',
    kid: open.house.signer.keyId,
    typ: 'brevhus-receipt+jws',
  })
  assert.equal(JSON.parse(Buffer.from(payload).toString()).event.event, 'A.1 SubmissionAcceptance')

  const openssl = (bytes: Buffer, signature: Buffer) => {
    writeFileSync(path('bytes'), bytes)
    writeFileSync(path('signature'), signature)
    const args = [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      'public.pem',
      '-rawin',
      '-in',
      'bytes',
      '-sigfile',
      'signature',
    ]
    const { status, error } = spawnSync('openssl', args, { cwd: folder })
    assert.ifError(error)
    return status === 0
  }
  const [header, content, signature] = receipt.split('.')
  const signed = Buffer.from(`${header}.${content}`)
  assert.ok(openssl(signed, Buffer.from(signature!, 'base64url')))
  signed[50]! ^= 1
  assert.ok(!openssl(signed, Buffer.from(signature!, 'base64url')))
  const [text, line] = saved.newerHead.split('\n\n')
  const note = Buffer.from(line!.split(' ')[2]!, 'base64')
  assert.ok(openssl(Buffer.from(`${text}\n`), note.subarray(4)))
  assert.ok(!openssl(Buffer.from(`${text}`), note.subarray(4)))
})

test('O-04: a receipt made again later is the same, byte for byte', async () => {
  const [letter] = await write(1)
  const before = await fileOf(letter!)
  await seal(open.house.db, logOf(open.house))
  assert.equal((await fileOf(letter!)).receipt, before.receipt)
})
