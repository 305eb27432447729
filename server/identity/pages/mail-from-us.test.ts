import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { frontRooms } from '#http/front.ts'
import { openHouse } from '#tests/open-house.ts'
import { openIdentity } from '../room.ts'

let open: Awaited<ReturnType<typeof openHouse>>
before(async () => {
  open = await openHouse({ env: { MAIL_FROM: 'notice@post.example', SMS_FROM: 'Posten' } })
})
after(() => open.close())

test('T-05: "is this mail from us?" is there for everybody, in four languages, with the addresses of this very post office', async () => {
  const app = await open.app(...frontRooms(openIdentity(open.house, { secret: Buffer.alloc(32, 5) })))
  const titles = new Set<string>()
  for (const language of ['da', 'nb', 'sv', 'en']) {
    const page = await app.inject({ url: `/mail-from-us?lang=${language}`, headers: { accept: 'text/html' } })
    assert.equal(page.statusCode, 200)
    assert.match(page.body, /<strong>notice@post\.example<\/strong>/)
    assert.match(page.body, /<strong>Posten<\/strong>/)
    assert.match(page.body, /post\.example/)
    titles.add(/<h1>([^<]+)/.exec(page.body)![1]!)
  }
  assert.equal(titles.size, 4)
})
