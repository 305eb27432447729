import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { acceptMail } from '#dispatch/senders/approve-sender.ts'
import { writeToOrganisation } from '#letters/writing/write-to-organisation.ts'
import { freePort } from '#tests/free-port.ts'
import { PDF } from '#tests/multipart.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'
import { type SenderAtPort, senderAtPort } from '#tests/sender-at-port.ts'
import { actorFor } from '#tests/sign-in-as.ts'

let at: SenderAtPort
let person: SeededPerson
let letter: string
before(async () => {
  at = await senderAtPort([dispatchRoutes])
  person = await seedPerson(at.house)
  letter = join(at.senderFolder, 'letter.pdf')
  await writeFile(letter, PDF)
})
after(() => at.close())

const NOBODY = '0101901234'

suite('brevhus as a process, against a real post office', () => {
  test('S-01 S-05: send says what happened, to people and to programs', async () => {
    const said = await at.brevhus([
      'send',
      letter,
      '--to',
      person.nationalNumber,
      '--title',
      'Regning for oktober',
    ])
    assert.equal(said.code, 0, said.err)
    assert.match(said.out, /^Delivered\.\nLetter [0-9a-f-]{36}\n$/)
    const json = await at.brevhus(['send', letter, '--to', '-', '--json'], {
      input: `${person.nationalNumber}\n`,
    })
    assert.equal(json.code, 0, json.err)
    const answer = JSON.parse(json.out)
    assert.equal(answer.letters[0].outcome, 'delivered')
    const status = await at.brevhus(['status', answer.letters[0].letterId, '--json'])
    assert.equal(JSON.parse(status.out).state, 'delivered')
  })

  test('B-18: mail lists what people wrote, fetches it into a folder with its proof, and takes it over', async () => {
    await acceptMail(at.house, at.senderId, { accepts: true, customerService: false })
    const { letterId } = await writeToOrganisation(at.house, actorFor(at.house, person, 'substantial'), {
      requestId: randomUUID(),
      to: { organisationId: at.senderId },
      title: 'Måleren står stille',
      text: 'Hvad gør jeg?',
      attachments: [],
    })
    const listed = await at.brevhus(['mail'])
    assert.equal(listed.code, 0, listed.err)
    assert.match(listed.out, new RegExp(`${letterId}  Karen .+: Måleren står stille`))
    const folder = join(at.senderFolder, 'inbox')
    const fetched = await at.brevhus(['mail', 'fetch', letterId, '-o', folder, '--take'])
    assert.equal(fetched.code, 0, fetched.err)
    assert.equal(await readFile(join(folder, '1-letter.txt'), 'utf8'), 'Hvad gør jeg?')
    assert.equal(JSON.parse(await readFile(join(folder, 'mail.json'), 'utf8')).mailId, letterId)
    assert.equal((await at.brevhus(['mail'])).out, '')
    assert.notEqual((await at.brevhus(['mail', 'fetch', '../etc', '-o', folder])).code, 0)
  })

  test('S-04: an address the register does not know comes back as such', async () => {
    const args = ['--name', 'Karen Lindholm', '--address', 'Nowhere 999, 5000 Odense C']
    const { code, out } = await at.brevhus(['send', letter, ...args])
    assert.equal(code, 1)
    assert.match(out, /\(address-unknown\)/)
  })

  test('S-04: a refused letter is exit code 1, with the reason and what to do', async () => {
    const { code, out } = await at.brevhus(['send', letter, '--to', NOBODY])
    assert.equal(code, 1)
    assert.match(out, /^Not sent: .+ .+\n {2}\(recipient-unknown\)/)
  })

  test('S-05: which document is wrong is said: the letter, or which attachment', async () => {
    const cut = join(at.senderFolder, 'cut.pdf')
    await writeFile(cut, PDF.subarray(0, 40))
    const to = ['--to', person.nationalNumber]
    const sent = await at.brevhus(['send', cut, ...to])
    assert.equal(sent.code, 3)
    assert.match(sent.err, /\n {2}letter: The PDF file is cut off/)
    assert.match(
      (await at.brevhus(['send', letter, '--attach', cut, ...to])).err,
      /\n {2}attachment-1: The PDF/,
    )
  })

  test('S-07: --dry-run sends nothing', async () => {
    const before = await at.brevhus(['events', '--json'])
    const { code, out } = await at.brevhus(['send', letter, '--to', person.nationalNumber, '--dry-run'])
    assert.deepEqual([code, out], [0, 'Would be delivered. Nothing was sent.\n'])
    assert.equal((await at.brevhus(['events', '--json'])).out, before.out)
  })

  test('S-16: cancelling what is delivered is refused in words, exit code 3', async () => {
    const { letters } = JSON.parse(
      (await at.brevhus(['send', letter, '--to', person.nationalNumber, '--json'])).out,
    )
    const { code, err } = await at.brevhus(['cancel', letters[0].letterId])
    assert.equal(code, 3)
    assert.match(
      err,
      /cannot be recalled.*\n.*new letter.*\n\(letter-already-delivered, trace id [0-9a-f]{16}\)/,
    )
  })

  test('S-16 S-06: a file is cancelled like a letter, with all rows that are not decided', async () => {
    const folder = join(at.senderFolder, 'october')
    await mkdir(folder)
    const files = {
      'manifest.json': JSON.stringify({
        version: 1,
        title: 'October',
        recipients: 'recipients.csv',
        documents: ['letter.txt'],
      }),
      'recipients.csv': `nationalNumber\n${person.nationalNumber}\n`,
      'letter.txt': 'Hello',
    }
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
    // Nobody reads it here: it waits.
    const { batchId } = JSON.parse((await at.brevhus(['batch', folder, '--no-wait', '--json'])).out)
    const cancelled = await at.brevhus(['cancel', batchId])
    assert.deepEqual([cancelled.code, cancelled.out.split('\n')[0]], [0, `File ${batchId}: cancelled`])
    assert.match((await at.brevhus(['status', batchId])).out, /: cancelled/)
  })

  test('S-05 O-04: the receipt is saved as a file', async () => {
    const { letters } = JSON.parse(
      (await at.brevhus(['send', letter, '--to', person.nationalNumber, '--json'])).out,
    )
    const { code, err } = await at.brevhus(['receipt', letters[0].letterId, '-o', 'receipt.json'])
    assert.equal(code, 0, err)
    const file = JSON.parse(await readFile(join(at.senderFolder, 'receipt.json'), 'utf8'))
    assert.equal(file.receipt, letters[0].receipt)
  })

  test('events --follow tells what happens while it happens, and Ctrl-C ends it with the cursor', async () => {
    const { err: said } = await at.brevhus(['events'])
    const cursor = /--after (\S+)/.exec(said)![1]!
    const following = at.start(['events', '--follow', '--after', cursor])
    let [out, err] = ['', '']
    following.stdout.on('data', (text) => {
      out += text
    })
    following.stderr.on('data', (text) => {
      err += text
    })
    await at.brevhus(['send', letter, '--to', person.nationalNumber])
    while (!out.includes('delivered')) await once(following.stdout, 'data')
    following.kill('SIGINT')
    await once(following, 'exit')
    assert.match(err, /brevhus events --after \d+\./)
    assert.doesNotMatch(out, new RegExp(person.nationalNumber))
  })

  test('what is not right in the command is exit code 2, before anything is sent', async () => {
    for (const [args, said] of [
      [['send', letter], /Say whom/],
      [['send', letter, '--to', 'somebody'], /--to/],
      [['send', letter, '--to', '1', '--name', 'x'], /either/],
      [['send', letter, '--address', 'Odense'], /5000 Odense C/],
      [['send', 'none.pdf', '--to', NOBODY], /none\.pdf: cannot be read \(there is no such file or folder\)/],
      [['send', 'key.pem', '--to', NOBODY], /\.pdf, \.html, \.txt or \.uri/],
      [['status', 'x'], /is not an id/],
      [['nothing'], /unknown command/],
      [['--url', 'nowhere', 'print-queue'], /https/],
    ] as const) {
      const { code, err } = await at.brevhus(args)
      assert.deepEqual([code, said.test(err)], [2, true], `${args.join(' ')}: ${err}`)
    }
    const { code, err } = await at.brevhus(['print-queue'], { env: { BREVHUS_URL: '', BREVHUS_KEY: '' } })
    assert.equal(code, 2)
    assert.match(err, /BREVHUS_URL.*BREVHUS_KEY.*configure/)
  })

  test('S-04: what is not the sender’s is not there, exit code 3', async () => {
    const { code, err } = await at.brevhus(['status', '0193e8a2-7c11-7f0e-8d3a-5b1c2d3e4f50'])
    assert.equal(code, 3)
    assert.match(err, /nothing of yours/)
  })
})

suite('keys and settings', () => {
  test('keygen makes a key for its owner only, shows the public half, and overwrites nothing', async () => {
    const { code, out } = await at.brevhus(['keygen', 'new.pem'])
    assert.equal(code, 0)
    const path = join(at.senderFolder, 'new.pem')
    assert.equal((await stat(path)).mode & 0o777, 0o600)
    const pem = await readFile(path, 'utf8')
    const jwk = JSON.parse(out)
    assert.deepEqual([jwk.crv, jwk.d, jwk.alg], ['Ed25519', undefined, 'EdDSA'])
    const again = await at.brevhus(['keygen', 'new.pem'])
    assert.equal(again.code, 2)
    assert.match(again.err, /not overwritten/)
    assert.equal(await readFile(path, 'utf8'), pem)
  })

  test('configure tries the access and keeps it; commands then need no environment', async () => {
    const bare = { BREVHUS_URL: '', BREVHUS_SENDER: '', BREVHUS_KEY: '' }
    const args = ['--url', at.url, '--sender', at.senderId, '--key']
    const wrong = await at.brevhus(['configure', ...args, 'new.pem'], { env: bare })
    assert.equal(wrong.code, 3)
    assert.match(wrong.err, /no access/)
    const right = await at.brevhus(['configure', ...args, 'key.pem'], { env: bare })
    assert.equal(right.code, 0, right.err)
    const file = join(at.senderFolder, '.config', 'brevhus', 'config.json')
    assert.deepEqual(Object.keys(JSON.parse(await readFile(file, 'utf8'))), ['url', 'sender', 'key'])
    const { code, out } = await at.brevhus(['print-queue'], { env: bare })
    assert.deepEqual([code, out], [0, '0 waiting\n'])
  })

  test('no key and no token is ever shown, whatever goes wrong', async () => {
    const pem = await readFile(at.keyFile, 'utf8')
    const secret = pem.split('\n')[1]!.slice(-32)
    await writeFile(join(at.senderFolder, 'broken.pem'), pem.replace('-----END', '-----ENDE'))
    for (const [env, exit, said] of [
      [{ BREVHUS_KEY: 'broken.pem' }, 2, /could not be read/],
      [{ BREVHUS_SENDER: 'nobody' }, 3, /no access/],
      [{ BREVHUS_URL: 'http://127.0.0.1:9' }, 3, /did not answer/],
      [{}, 1, /^$/],
    ] as const) {
      const { code, out, err } = await at.brevhus(['send', letter, '--to', NOBODY, '--json'], { env })
      assert.equal(code, exit, err)
      assert.match(err, said)
      assert.ok(!(out + err).includes(secret))
      for (const [, header] of (out + err).matchAll(/\b(eyJ[\w-]+)\.eyJ/g))
        assert.equal(JSON.parse(`${Buffer.from(header!, 'base64url')}`).typ, 'brevhus-receipt+jws')
    }
  })

  test('S-05: stopped while the post office does not answer, send ends at once and says how not to send twice', async (t) => {
    const hung = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1')
    t.after(() => hung.close())
    await once(hung, 'listening')
    const { port } = hung.address() as AddressInfo
    const sending = at.start(['send', letter, '--to', NOBODY, '--url', `http://127.0.0.1:${port}`])
    let said = ''
    sending.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    const [socket] = (await once(hung, 'connection')) as [Socket]
    t.after(() => socket.destroy())
    sending.kill('SIGINT')
    assert.deepEqual(await once(sending, 'close'), [3, null])
    assert.match(
      said,
      /^Stopped\. To try again without sending it twice, add: --idempotency-key [0-9a-f-]{36}\n$/,
    )
  })

  test('S-05: where nothing answers it is said while it is tried, and how to try again once only', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`
    const { code, err } = await at.brevhus(['send', letter, '--to', NOBODY, '--url', nobody])
    assert.equal(code, 3)
    assert.match(
      err,
      /^The post office does not answer; trying again for a while\. Ctrl-C stops\.\nTo try again without sending it twice, add: --idempotency-key [0-9a-f-]{36}\n.* did not answer/,
    )
    assert.doesNotMatch(
      (await at.brevhus(['send', letter, '--to', NOBODY, '--sender', 'x'])).err,
      /idempotency/,
    )
  })

  test('S-05: a result that cannot be saved is named, and it is said how to get it', async () => {
    const { letters } = JSON.parse(
      (await at.brevhus(['send', letter, '--to', person.nationalNumber, '--json'])).out,
    )
    const { code, err } = await at.brevhus(['receipt', letters[0].letterId, '-o', 'nowhere/receipt.json'])
    assert.equal(code, 2)
    assert.match(err, /^nowhere\/receipt\.json cannot be written \(there is no such file or folder\)\.\n/)
  })
})
