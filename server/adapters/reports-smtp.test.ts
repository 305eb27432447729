import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTransport } from 'nodemailer'
import { openLog } from '#ground/log.ts'
import { openReportServer } from './reports-smtp.ts'

const TAG = 'a'.repeat(24)
const taken: { tag: string; raw: Buffer }[] = []
let fails = false
let server: Awaited<ReturnType<typeof openReportServer>>
before(async () => {
  server = await openReportServer({
    host: '127.0.0.1',
    port: 0,
    domain: 'post.example',
    log: openLog({ level: 'silent', name: 'test', stream: process.stderr }),
    async take(report) {
      if (fails) throw new Error('database away')
      taken.push(report)
    },
  })
})
after(() => server.stop())

const send = (to: string | string[], text = 'report') => {
  const transport = createTransport({ host: '127.0.0.1', port: server.port, ignoreTLS: true })
  return transport
    .sendMail({ envelope: { from: '', to }, from: 'x@mx.example', to: 'y@post.example', text })
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
  ])
    assert.equal(await send(to), 550, to)
  assert.equal(taken.length, 1)
})

test('T-01: too large is refused, and what cannot be kept now is asked for again', async () => {
  assert.equal(await send(`bounce+${TAG}@post.example`, 'x'.repeat(600 * 1024)), 552)
  fails = true
  assert.equal(await send(`bounce+${TAG}@post.example`), 451)
  assert.equal(taken.length, 1)
})
