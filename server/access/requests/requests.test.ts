import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { GivenAccess } from '#api/access.ts'
import type { AccessEntry } from '#api/mailbox.ts'
import type { PowerRequest, PowerRequests } from '#api/power-requests.ts'
import { asPostOffice } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { POWER_REQUEST_LIMITS, votedText } from '#rules/power-requests.ts'
import { openCompanies } from '#tests/company-as.ts'
import { addJudge, type Judge, REASON } from '#tests/decide-as.ts'
import { pdf, svg } from '#tests/files-to-upload.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedPerson, seedSender } from '#tests/seed-people.ts'
import type { Browser, Somebody } from '#tests/visitor.ts'
import {
  endPower,
  endStaff,
  listForStaff,
  nameStaff,
  readPaper,
  showToStaff,
  voteOn,
} from './decide-request.ts'
import { tendRequests } from './tend-requests.ts'

const DAY_MS = 86_400_000
let open: Awaited<ReturnType<typeof openCompanies>>
let senderId: string
let ane: Judge
let bent: Judge
let cato: Judge

before(async () => {
  open = await openCompanies()
  senderId = (await seedSender(open.house)).senderId
  ane = await addJudge(open.house, 'Ane')
  bent = await addJudge(open.house, 'Bent')
  cato = await addJudge(open.house, 'Cato')
})
after(() => open.close())

type Person = Somebody & { browser: Browser }
async function person(given: string): Promise<Person> {
  const who = await open.somebody({ name: { givenNames: given, familyName: 'Holm' } })
  return { ...who, browser: await open.signedIn(who) }
}

const asked = (about: Somebody | string, more: object = {}) => ({
  kind: 'guardian',
  country: 'dk',
  subjectName: 'Astrid Holm',
  subjectNumber: typeof about === 'string' ? about : about.nationalNumber,
  description: 'Værge for min mor efter afgørelsen af 3. november.',
  email: 'bo@example.dk',
  phone: '20 12 34 56',
  coAttorneys: [],
  ...more,
})

const begin = (who: Person, about: Somebody | string, more: object = {}) =>
  who.browser.ask('POST', '/api/power-requests', { json: asked(about, more) })
const paper = (who: Person, requestId: string, kind: string, bytes: Uint8Array = pdf('Papir')) =>
  who.browser.ask('PUT', `/api/power-requests/${requestId}/papers/${kind}`, { bytes })
const submit = (who: Person, requestId: string) =>
  who.browser.ask('POST', `/api/power-requests/${requestId}/submit`, { json: {} })
const listed = async (who: Person): Promise<PowerRequests> =>
  (await who.browser.ask('GET', '/api/power-requests')).json

/** Handed in, with all its papers. */
async function handedIn(who: Person, about: Somebody | string, more: object = {}): Promise<string> {
  const begun = await begin(who, about, more)
  assert.equal(begun.status, 201, begun.text)
  const { requestId, missing } = begun.json as PowerRequest
  for (const kind of missing) {
    const put = await paper(who, requestId, kind)
    assert.equal(put.status, 200, put.text)
  }
  const said = await submit(who, requestId)
  assert.equal(said.status, 200, said.text)
  return requestId
}

const grantIdOf = async (requestId: string) => {
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ grantId: string; state: string }>`
      select grant_id as "grantId", state from access_grant where request_id = ${requestId}`.execute(trx),
  )
  return rows[0]
}

test('B-11 D-09 B-16: papers, two members of staff, then access; the applicant is told, the owner sees who and their log names them', async () => {
  const [astrid, bo] = [await person('Astrid'), await person('Bo')]
  const { letterId } = await seedLetter(open.house, {
    mailboxId: astrid.mailboxId,
    senderId,
    title: 'Til Astrid',
  })
  const begun = await begin(bo, astrid)
  const { requestId } = begun.json as PowerRequest
  const early = await submit(bo, requestId)
  assert.deepEqual([early.status, early.json.faults[0].reason], [422, 'appointment'])
  assert.equal((await paper(bo, requestId, 'appointment', svg)).json.code, 'file-not-taken')
  assert.equal((await paper(bo, requestId, 'doctors-certificate')).status, 404, 'not a paper of this kind')
  const content = pdf('Beskikkelse')
  await paper(bo, requestId, 'appointment', content)
  assert.equal((await submit(bo, requestId)).json.state, 'submitted')
  assert.equal((await paper(bo, requestId, 'appointment')).status, 404, 'nothing changes any more')

  const by = { staff: 'Ane', reason: REASON }
  assert.ok((await listForStaff(open.house, by)).some((one) => one.requestId === requestId))
  const shown = await showToStaff(open.house, by, requestId)
  assert.deepEqual(
    [shown.applicantName, shown.subjectName, shown.statement.phone, shown.obstacle],
    ['Bo Holm', 'Astrid Holm', '+4520123456', null],
  )
  const read = await readPaper(open.house, by, { requestId, paper: 'appointment' })
  assert.ok(read.bytes.equals(content))

  assert.equal(await ane.decide(requestId), 'undecided')
  assert.equal(await grantIdOf(requestId), undefined)
  await assert.rejects(ane.decide(requestId), { code: 'request-invalid' }, 'not twice by the same')
  assert.equal(await bent.decide(requestId), 'approve')
  await assert.rejects(cato.decide(requestId, 'refuse'), { code: 'request-invalid' }, 'decided is decided')
  const told = await sql<{ personId: string; about: string }>`
    select j.payload ->> 'personId' as "personId", j.payload ->> 'about' as about
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'tell-person'`.execute(open.house.db)
  for (const [who, about] of [
    [bo, 'power-decided'],
    [astrid, 'power-given'],
  ] as const)
    assert.equal(
      told.rows.filter((one) => one.personId === who.personId && one.about === about).length,
      1,
      about,
    )
  assert.equal((await listed(bo)).requests[0]!.state, 'granted')
  const { grantId } = (await grantIdOf(requestId))!
  const acting = await bo.browser.ask('POST', '/api/session/acting-for', { json: { grantId } })
  assert.equal(acting.status, 200, acting.text)
  assert.equal((await bo.browser.ask('POST', `/api/letters/${letterId}/open`, { json: {} })).status, 200)
  assert.equal((await bo.browser.ask('GET', '/api/power-requests')).json.code, 'acting-for-enterprise')
  const { given } = (await astrid.browser.ask('GET', '/api/access/given')).json as { given: GivenAccess[] }
  assert.deepEqual([given[0]!.capacity, given[0]!.name, given[0]!.state], ['guardian', 'Bo Holm', 'active'])
  const { entries } = (await astrid.browser.ask('GET', '/api/access-log')).json as { entries: AccessEntry[] }
  const names = entries
    .filter(({ actor }) => actor.kind === 'guardian')
    .map(({ action, actor }) => [action, actor.name])
  assert.ok(
    names.some(([action]) => action === 'access-accepted') && names.some(([action]) => action === 'opened'),
  )
  assert.ok(names.every(([, name]) => name === 'Bo Holm'))

  // One is enough to end it, and it ends at once.
  await endPower(open.house, { staff: 'Cato', reason: 'Værgemålet er ophævet' }, requestId)
  assert.equal((await bo.browser.ask('GET', '/api/letters')).json.code, 'access-ended')
  const { rows } = await sql<{ staff: string }>`
    select staff from staff_action where about_id = ${requestId} and length(reason) >= 10`.execute(
    open.house.db,
  )
  assert.ok(rows.length >= 6 && new Set(rows.map(({ staff }) => staff)).size === 3)
})

test('B-11 D-27: no path by which one member of staff opens a mailbox, also not past the program', async () => {
  const [astrid, bo] = [await person('Astrid'), await person('Bo')]
  const requestId = await handedIn(bo, astrid)
  await ane.decide(requestId)
  const at = open.clock.now()
  const grant = (more: object = {}) =>
    asPostOffice(open.house.db, (trx) =>
      trx
        .insertInto('access_grant')
        .values({
          mailbox_id: astrid.mailboxId,
          grant_id: newId(at.getTime()),
          capacity: 'guardian',
          holder_id: bo.personId,
          state: 'active',
          given_at: at,
          accepted_at: at,
          request_id: requestId,
          ...more,
        })
        .execute(),
    )
  const two = /two members of staff/
  await assert.rejects(grant(), two)
  await assert.rejects(grant({ request_id: null }), two)
  const put = (staff: string) =>
    asPostOffice(open.house.db, (trx) =>
      sql`insert into power_vote (request_id, staff, verdict, reason, signature, at)
        values (${requestId}, ${staff}, 'approve', 'uden om programmet', '', ${at})`.execute(trx),
    )
  await assert.rejects(put('Ane'), /power_vote_pkey|duplicate/)
  await assert.rejects(put('nobody'), /no member of staff/)
  // A second name for the same person can't be had; nor another's key or vote.
  await assert.rejects(addJudge(open.house, 'Ane 2', ane.personId), { code: 'request-invalid' })
  const { request } = await showToStaff(open.house, { staff: 'Bent', reason: REASON }, requestId)
  const contentDigest = request.contentDigest!.toString('hex')
  const text = votedText({ requestId, contentDigest, verdict: 'approve', reason: REASON })
  const forged = { requestId, verdict: 'approve' as const, signature: sign(null, Buffer.from(text), ane.key) }
  await assert.rejects(voteOn(open.house, { staff: 'Bent', reason: REASON }, forged), {
    code: 'request-invalid',
  })
  const other = { ...forged, signature: sign(null, Buffer.from(`${text} not`), bent.key) }
  await assert.rejects(voteOn(open.house, { staff: 'Bent', reason: REASON }, other), {
    code: 'request-invalid',
  })
  await assert.rejects(voteOn(open.house, { staff: 'Bent', reason: 'ok' }, forged), {
    code: 'request-invalid',
  })
  // Who has a part in it: the applicant, the owner.
  for (const who of [bo, astrid]) {
    const involved = await addJudge(open.house, `staff ${who.name}`, who.personId)
    await assert.rejects(involved.decide(requestId), { code: 'request-invalid' })
    await assert.rejects(put(involved.staff), /has a part in it/)
  }
  const gone = await addJudge(open.house, 'Dina')
  await endStaff(open.house, { staff: 'operator', reason: 'Har forladt huset' }, 'Dina')
  await assert.rejects(gone.decide(requestId), { code: 'request-invalid' })
  await assert.rejects(
    sql`update staff_member set person_id = ${bo.personId} where staff = 'Ane'`.execute(open.house.db),
    /stays who they were/,
  )
  assert.equal(await grantIdOf(requestId), undefined)
  // With two it goes; and it gives what was asked for to who asked, once.
  await bent.decide(requestId)
  assert.equal((await grantIdOf(requestId))!.state, 'active')
  await assert.rejects(grant(), /access_grant_by_request/)
  await assert.rejects(grant({ holder_id: astrid.personId }), two)
  await assert.rejects(grant({ capacity: 'attorney' }), two)
  await assert.rejects(grant({ mailbox_id: bo.mailboxId }), two)
})

test('B-11 D-10: with co-attorneys nothing is decided before each has said yes; one no, or silence, ends it', async () => {
  const [astrid, bo, carl, dorte] = [
    await person('Astrid'),
    await person('Bo'),
    await person('Carl'),
    await person('Dorte'),
  ]
  const more = { kind: 'attorney', coAttorneys: [carl.nationalNumber, dorte.nationalNumber] }
  const answer = (who: Person, requestId: string, consent: boolean) =>
    who.browser.ask('POST', `/api/power-requests/${requestId}/consent`, { json: { consent } })
  const requestId = await handedIn(bo, astrid, more)
  await assert.rejects(ane.decide(requestId), { code: 'request-invalid' })
  const [wanted] = (await listed(carl)).consents
  assert.deepEqual(
    [wanted!.requestId, wanted!.applicantName, wanted!.subjectName],
    [requestId, 'Bo Holm', 'Astrid Holm'],
  )
  assert.equal((await answer(bo, requestId, true)).status, 404, 'not by who asks')
  assert.equal((await answer(carl, requestId, true)).status, 200)
  assert.equal((await answer(carl, requestId, true)).status, 404, 'once')
  assert.deepEqual((await listed(bo)).requests[0]!.consents, { asked: 2, given: 1 })
  assert.equal((await listed(bo)).requests[0]!.state, 'waiting')
  await answer(dorte, requestId, true)
  assert.equal((await listed(bo)).requests[0]!.state, 'submitted')
  await assert.rejects((await addJudge(open.house, 'Carl selv', carl.personId)).decide(requestId), {
    code: 'request-invalid',
  })
  await ane.decide(requestId)
  assert.equal(await cato.decide(requestId), 'approve')

  const refused = await handedIn(carl, astrid, { kind: 'attorney', coAttorneys: [bo.nationalNumber] })
  await answer(bo, refused, false)
  assert.equal((await listed(carl)).requests[0]!.state, 'lapsed')
  const silent = await handedIn(dorte, astrid, { kind: 'attorney', coAttorneys: [bo.nationalNumber] })
  open.clock.advance(POWER_REQUEST_LIMITS.consentDays * DAY_MS)
  await tendRequests(open.house)
  const row = await asPostOffice(open.house.db, (trx) =>
    sql<{ state: string }>`select state from power_request where request_id = ${silent}`.execute(trx),
  )
  assert.equal(row.rows[0]!.state, 'lapsed')
})

test('B-11: nobody finds out who lives, has died, or has a mailbox by asking; only staff are told', async () => {
  const [astrid, bo] = [await person('Astrid'), await person('Bo')]
  const tell = async (about: Somebody | string) => {
    const requestId = await handedIn(bo, about)
    const { requestId: _, stateAt: __, decideBy: ___, ...rest } = (await listed(bo)).requests[0]!
    await bo.browser.ask('DELETE', `/api/power-requests/${requestId}`)
    return rest
  }
  const alive = await tell(astrid)
  assert.deepEqual(await tell('0101902345'), alive)
  await sql`update person set status = 'deceased' where person_id = ${astrid.personId}`.execute(open.house.db)
  assert.deepEqual(await tell(astrid), alive)
  const requestId = await handedIn(bo, astrid)
  await assert.rejects(ane.decide(requestId), { code: 'request-invalid' })
  assert.equal(
    (await showToStaff(open.house, { staff: 'Ane', reason: REASON }, requestId)).obstacle,
    'deceased',
  )
  await ane.decide(requestId, 'refuse')
  assert.equal(await bent.decide(requestId, 'refuse'), 'refuse')
  assert.equal((await listed(bo)).requests[0]!.state, 'refused')
  assert.equal((await begin(bo, bo)).status, 422, 'not about oneself')
})

test('B-11 R3: withdrawn is withdrawn, another’s is not there, too many are refused; five years after its end it is forgotten with its papers', async () => {
  const [astrid, bo, eve] = [await person('Astrid'), await person('Bo'), await person('Eve')]
  const requestId = await handedIn(bo, astrid)
  for (const said of [
    await submit(eve, requestId),
    await paper(eve, requestId, 'appointment'),
    await eve.browser.ask('DELETE', `/api/power-requests/${requestId}`),
  ])
    assert.equal(said.status, 404)
  assert.equal((await bo.browser.ask('DELETE', `/api/power-requests/${requestId}`)).json.state, 'withdrawn')
  await assert.rejects(ane.decide(requestId), { code: 'request-invalid' })
  for (let i = 0; i < POWER_REQUEST_LIMITS.openMax; i++) assert.equal((await begin(bo, astrid)).status, 201)
  assert.equal((await begin(bo, astrid)).status, 429)
  const left = async () => {
    const { rows } = await sql<{ state: string; papers: number }>`
      select r.state, (select count(*)::int from power_paper p where p.request_id = r.request_id) as papers
        from power_request r where r.person_id = ${bo.personId} order by r.request_id`.execute(open.house.db)
    return rows
  }
  open.clock.advance(POWER_REQUEST_LIMITS.begunDays * DAY_MS + 1)
  await tendRequests(open.house)
  assert.deepEqual(await left(), [{ state: 'withdrawn', papers: 1 }])
  open.clock.advance(5 * 366 * DAY_MS)
  await tendRequests(open.house)
  assert.deepEqual(await left(), [])
  const { rows } = await sql`select from pack_left`.execute(open.house.db)
  assert.ok(rows.length > 0, 'the room of its papers is given back')
})

test('B-11 D-27: one key is one member of staff: under a second name and person it is not taken', async () => {
  const { publicKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'der', type: 'spki' })
  const name = async (staff: string) => {
    const { personId } = await seedPerson(open.house, { givenNames: staff, familyName: 'Stab' })
    await nameStaff(
      open.house,
      { staff: 'operator', reason: 'Ansat i kundeservice' },
      { staff, personId, publicKey: key },
    )
  }
  await name('Dagny')
  await assert.rejects(name('Erik'), { code: 'request-invalid' })
})
