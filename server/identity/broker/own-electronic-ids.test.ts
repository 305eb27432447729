import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { ElectronicIds } from '#api/session.ts'
import { asPostOffice } from '#ground/db.ts'
import { validate } from '#ground/validate.ts'
import { UPSTREAM_IDS } from '#rules/upstream.ts'
import { answerThere, comeBack, pressButton, signInWith } from '#tests/e-id.ts'
import { ids, room } from '#tests/e-id-room.ts'
import { addSomebody, type Browser } from '#tests/visitor.ts'
import { blockEverything } from '../block/block-id.ts'

const stateOf = async (browser: Browser) => (await browser.ask('GET', '/api/session')).json

test('I-09: without a number the link from an earlier visit finds the person', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  const { nationalNumber } = karen
  const withoutNumber = { userinfo: ({ nin, ...claims }: Record<string, unknown>) => claims }
  ids.bend(withoutNumber)
  try {
    const unknown = await signInWith(browser, 'mitid-signicat', { nationalNumber })
    assert.equal(unknown.headers.location, '/sign-in/with/mitid-signicat/no-account')
    ids.bend({})
    await signInWith(browser, 'mitid-signicat', { nationalNumber })
    ids.bend(withoutNumber)
    const other = room.browser()
    await signInWith(other, 'mitid-signicat', { nationalNumber })
    assert.equal((await stateOf(other)).person.id, karen.personId)
  } finally {
    ids.bend({})
  }
})

test('I-09: a step-up offers the electronic IDs of the person’s own country, the sign-in all of them', async () => {
  const offered = (text: string) =>
    [...text.matchAll(/action="\/sign-in\/with\/([^"]+)"/g)].map(([, id]) => id).sort()
  for (const [country, own, brands] of [
    ['dk', ['mitid-signaturgruppen', 'mitid-signicat'], ['MitID']],
    ['no', ['bankid-no', 'idporten'], ['ID-porten', 'BankID']],
  ] as const) {
    const browser = room.browser()
    assert.deepEqual(offered((await browser.ask('GET', '/sign-in')).text), [...UPSTREAM_IDS].sort())
    await browser.signIn(await addSomebody(room, { country }))
    assert.deepEqual(offered((await browser.ask('GET', '/sign-in/step-up')).text), own)
    assert.deepEqual((await stateOf(browser)).stepUp.electronicIds, brands)
  }
})

test('I-09: the electronic IDs shown are listed to their owner alone, and can be removed; removed, the link finds nobody', async () => {
  const [karen, eve] = [await addSomebody(room), await addSomebody(room)]
  const browser = room.browser()
  const { nationalNumber } = karen
  await signInWith(browser, 'mitid-signicat', { nationalNumber })
  await browser.ask('POST', '/api/session/sign-out')
  await signInWith(browser, 'mitid-signicat', { nationalNumber })
  const listed = (await browser.ask('GET', '/api/session/electronic-ids')).json
  assert.equal(validate(ElectronicIds, listed).kind, 'ok')
  assert.deepEqual(
    listed.electronicIds.map(({ name }: { name: string }) => name),
    ['MitID'],
  )
  const path = `/api/session/electronic-ids/${listed.electronicIds[0].id}`

  const other = room.browser()
  await signInWith(other, 'mitid-signicat', { nationalNumber: eve.nationalNumber })
  assert.equal((await other.ask('DELETE', path)).status, 404)
  const weak = room.browser()
  await weak.signIn(karen)
  assert.equal((await weak.ask('DELETE', path)).json.code, 'level-too-low')

  assert.deepEqual((await browser.ask('DELETE', path)).json, { electronicIds: [] })
  assert.equal((await browser.ask('DELETE', path)).status, 404)
  ids.bend({ userinfo: ({ nin, ...claims }) => claims })
  try {
    const back = await signInWith(room.browser(), 'mitid-signicat', { nationalNumber })
    assert.equal(back.headers.location, '/sign-in/with/mitid-signicat/no-account')
  } finally {
    ids.bend({})
  }
})

test('I-05 I-09: a blocked ID is opened by no electronic ID, known by number or by link, and its page says how it opens again', async () => {
  const karen = await addSomebody(room)
  const { nationalNumber } = karen
  await signInWith(room.browser(), 'mitid-signicat', { nationalNumber })
  const waiting = room.browser()
  const back = await answerThere(await pressButton(waiting, 'mitid-signicat'), { nationalNumber })
  await asPostOffice(room.house.db, (trx) =>
    blockEverything(room.identity, trx, { personId: karen.personId, by: 'person' }),
  )
  const refused = await comeBack(waiting, back)
  assert.equal(refused.status, 403)
  assert.match(refused.text, /Dit ID er spærret/)
  ids.bend({ userinfo: ({ nin, ...claims }) => claims })
  try {
    assert.equal((await signInWith(room.browser(), 'mitid-signicat', { nationalNumber })).status, 403)
  } finally {
    ids.bend({})
  }
  assert.equal((await stateOf(waiting)).signedIn, false)
})

test('I-02 I-09: the first time an electronic ID is shown, and when it is removed, its owner is told; later times are quiet', async () => {
  const karen = await addSomebody(room)
  const { nationalNumber, personId } = karen
  const told = async () => {
    const { rows } = await sql<{ about: string; device: string | null }>`
      select j.payload ->> 'about' as about, j.payload -> 'facts' ->> 'device' as device
        from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'tell-person' and j.payload ->> 'personId' = ${personId}
         and j.payload ->> 'about' <> 'new-sign-in' order by j.id`.execute(room.house.db)
    return rows.map(({ about, device }) => `${about} ${device}`)
  }
  const browser = room.browser()
  await signInWith(browser, 'mitid-signicat', { nationalNumber })
  room.clock.advance(1000)
  await signInWith(room.browser(), 'mitid-signicat', { nationalNumber })
  assert.deepEqual(await told(), ['new-device MitID'])
  const { electronicIds } = (await browser.ask('GET', '/api/session/electronic-ids')).json
  await browser.ask('DELETE', `/api/session/electronic-ids/${electronicIds[0].id}`)
  assert.deepEqual(await told(), ['new-device MitID', 'device-removed MitID'])
})

test('I-09 B-06: an electronic ID counts as a first device: after it a password alone registers none', async () => {
  const karen = await addSomebody(room, { codeApp: false })
  const browser = room.browser()
  await browser.signIn(karen)
  assert.equal((await browser.ask('GET', '/api/session/devices')).json.changing, 'allowed')
  await signInWith(browser, 'mitid-signicat', {
    nationalNumber: karen.nationalNumber,
    from: '/sign-in/step-up',
  })
  assert.equal((await browser.ask('GET', '/api/session/devices')).json.changing, 'allowed')
  await browser.ask('POST', '/api/session/sign-out')
  await browser.signIn(karen)
  assert.equal((await browser.ask('GET', '/api/session/devices')).json.changing, 'step-up')
})
