import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTransport } from 'nodemailer'
import { openLog } from '#ground/log.ts'
import { openMailDoor, type TakenMail } from './mail-door-smtp.ts'

const TAG = 'a'.repeat(24)
const taken: TakenMail[] = []
const asked: TakenMail[] = []
let fails = false
let server: Awaited<ReturnType<typeof openMailDoor>>
before(async () => {
  server = await openMailDoor({
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
})
after(() => server.stop())

const send = (to: string | string[], text = 'report', from = '') => {
  const transport = createTransport({ host: '127.0.0.1', port: server.port, ignoreTLS: true })
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
  assert.equal(taken.length, 1)
})
