import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { createTransport } from 'nodemailer'
import { openLog } from '#ground/log.ts'
import { openMailDoor, type TakenMail } from './mail-door-smtp.ts'

const TAG = 'a'.repeat(24)
const taken: TakenMail[] = []
const asked: TakenMail[] = []
let fails = false
let server: Awaited<ReturnType<typeof openMailDoor>>
const open = (bounds?: Parameters<typeof openMailDoor>[0]['bounds']) =>
  openMailDoor({
    ...(bounds && { bounds }),
    host: '127.0.0.1',
    port: 0,
    domain: 'post.example',
    log: openLog({ level: 'silent', name: 'test', stream: process.stderr }),
    takes: [
      {
        name: /bounce\+([0-9a-f]{24})/,
        async take(report) {
          if (fails) throw new Error('database away')
          taken.push(report)
        },
      },
      { name: /access/, take: async (mail) => void asked.push(mail) },
    ],
  })
before(async () => {
  server = await open()
})
after(() => server.stop())

const send = (to: string | string[], text = 'report', from = '', { port } = server) => {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  return transport
    .sendMail({ envelope: { from, to }, from: 'x@mx.example', to: 'y@post.example', text })
    .then(
      () => 250,
      (error: { responseCode?: number }) => error.responseCode,
    )
}

test('T-01: takes reports to our own return paths, whatever their case, and nothing else: it is no relay', async () => {
  assert.equal(await send(`BOUNCE+${TAG.toUpperCase()}@Post.Example`), 250)
  assert.equal(taken[0]!.tag, TAG)
  assert.match(taken[0]!.raw.toString(), /report/)
  for (const to of [
    'somebody@elsewhere.example',
    `bounce+${TAG}@elsewhere.example`,
    'bounce+x@post.example',
    'postmaster@post.example',
    'access2@post.example',
    'xaccess@post.example',
    `bounce+${TAG}0@post.example`,
  ])
    assert.equal(await send(to), 550, to)
  assert.equal(taken.length, 1)
})

test('I-12 T-01: each address has its own taker, who is told the sender of the envelope; ten megabytes come to nobody', async () => {
  assert.equal(await send('Access@post.example', 'please', 'karen@mail.example'), 250)
  assert.deepEqual(
    asked.map(({ tag, from }) => [tag, from]),
    [['', 'karen@mail.example']],
  )
  assert.equal(await send('access@post.example', 'x'.repeat(10 << 20)), 552)
  assert.equal(asked.length, 1)
})

test('T-01: too large is refused, and what cannot be kept now is asked for again', async () => {
  assert.equal(await send(`bounce+${TAG}@post.example`, 'x'.repeat(600 * 1024)), 552)
  fails = true
  assert.equal(await send(`bounce+${TAG}@post.example`), 451)
  fails = false
  assert.equal(taken.length, 1)
})

/** Somebody who has time: says what is given, after the greeting, and stays. */
function caller(port: number, words: string, localAddress = '127.0.0.1') {
  const socket: Socket = connect({ host: '127.0.0.1', port, localAddress })
  let heard = ''
  socket.on('data', (part) => {
    const first = heard === ''
    heard += part
    if (first) socket.write(words)
  })
  // Whoever is turned out in the middle of a word is cut off.
  socket.on('error', () => undefined)
  const gone = new Promise<string>((ended) => socket.on('close', () => ended(heard)))
  const greeted = Promise.race([gone, new Promise((ready) => socket.once('data', ready))])
  return { socket, gone, greeted, heard: () => heard }
}
const MAIL = `EHLO slow\r\nMAIL FROM:<>\r\nRCPT TO:<bounce+${TAG}@post.example>\r\nDATA\r\nSubject: half a`
const SLOW = ['', 'EHLO slow\r\n', 'EHLO slow\r\nMAIL FROM:<a', MAIL, `${'NOOP\r\n'.repeat(50)}NO`]

test('I-12 O-06: fifty slow callers, and ten more at every moment, keep no honest mail out, from their own address or another', async (t) => {
  const door = await open()
  t.after(() => door.stop())
  const slow = Array.from({ length: 50 }, (_, at) => caller(door.port, SLOW[at % SLOW.length]!))
  await Promise.all(slow.map(({ greeted }) => greeted))
  const held = slow.filter(({ socket }) => !socket.destroyed).length
  assert.ok(held > 0, 'there are slow ones when the honest mail comes')
  const before = taken.length
  for (let mails = 0; mails < 5; mails++) {
    slow.push(...Array.from({ length: 10 }, () => caller(door.port, MAIL, '127.0.0.2')))
    assert.equal(await send(`bounce+${TAG}@post.example`, 'report', '', door), 250)
  }
  assert.equal(taken.length, before + 5)
  const ends = Promise.all(slow.map(({ gone }) => gone))
  await Promise.all([door.stop(), ends])
})

test('I-12 O-06: whoever fills the door from one address loses their own place, nobody else’s', async (t) => {
  const door = await open({ callers: 8, callersOfOne: 4 })
  t.after(() => door.stop())
  const patient = caller(door.port, 'EHLO patient\r\n', '127.0.0.3')
  await patient.greeted
  const many = Array.from({ length: 12 }, () => caller(door.port, MAIL))
  await Promise.all(many.slice(0, 8).map(({ gone }) => gone))
  patient.socket.write(`MAIL FROM:<>\r\nRCPT TO:<bounce+${TAG}@post.example>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n`)
  assert.match(await patient.gone, /^250 OK: message queued\r\n221 /m)
})

test('I-12 O-06: a byte now and then gains no time; too many words, or a mail without end, are not heard out', async (t) => {
  const hasty = await open({ mailMs: 300 })
  const strict = await open({ commandBytes: 4096, mailBytes: 1 << 20 })
  const brief = await open({ talkMs: 300 })
  t.after(() => Promise.all([hasty, strict, brief].map((door) => door.stop())))
  const dripping = caller(hasty.port, MAIL)
  await dripping.greeted
  const drip = setInterval(() => dripping.socket.write('x'), 20)
  t.after(() => clearInterval(drip))
  assert.match(await dripping.gone, /421 4\.3\.2 Too slow/)
  await caller(strict.port, 'NOOP\r\n'.repeat(5000)).gone
  await caller(strict.port, `${MAIL}${'x'.repeat(2 << 20)}`).gone
  assert.equal(await send(`bounce+${TAG}@post.example`, 'report', '', strict), 250)
  assert.match(await caller(brief.port, 'EHLO x\r\n').gone, /421 4\.3\.2 Too slow/)
})
