// A first start that is cut off and begun anew sends nothing twice: by the sender's own client, over the real interface.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { asPostOffice } from '#ground/db.ts'
import { work } from '#tests/hand-in.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { type SenderAtPort, senderAtPort } from '#tests/sender-at-port.ts'
import { DEMO_LETTERS, DEMO_SENDERS } from './demo-letters.ts'
import type { DemoLogin } from './demo-people.ts'
import { sendFirstLetters } from './send-first-letters.ts'

let at: SenderAtPort
let logins: DemoLogin[]
let working = true
let worked: Promise<void>
before(async () => {
  at = await senderAtPort([dispatchRoutes])
  const people = [await seedPerson(at.house), await seedPerson(at.house)]
  logins = people.map(({ personId, nationalNumber, mailboxId }) => ({
    personId,
    name: 'Karen',
    country: 'dk',
    signInAs: 'karen',
    password: '',
    totpSecret: null,
    nationalNumber,
    mailboxId,
    email: '',
  }))
  worked = (async () => {
    for (; working; await sleep(50)) await work(at.house)
  })()
})
after(async () => {
  working = false
  await worked
  await at.close()
})

class Cut extends Error {}

type Start = { sent: string[]; cut?: { atStep?: boolean; afterSent?: number; beforeNoted?: boolean } }

/** One start of the demo, cut off where it says. */
async function start({ sent, cut = {} }: Start): Promise<void> {
  const key = { senderId: at.senderId, keyFile: at.keyFile, name: 'Nordlys' }
  await sendFirstLetters({
    house: at.house,
    url: at.url,
    dataDir: at.folder,
    state: {
      logins,
      sent,
      senders: DEMO_SENDERS.map((one) => ({ ...key, key: one.key })),
    },
    step: {
      say() {
        if (cut.atStep) throw new Cut()
      },
    },
    onSent: async (one) => {
      if (cut.beforeNoted && sent.length === cut.afterSent) throw new Cut()
      sent.push(one)
      if (sent.length === cut.afterSent) throw new Cut()
    },
  })
}

async function there(): Promise<{ batches: number; letters: number }> {
  const { rows } = await asPostOffice(at.house.db, (trx) =>
    sql<{ batches: number; letters: number }>`
      select (select count(*)::int from batch) as batches, (select count(*)::int from dispatch_item) as letters`.execute(
      trx,
    ),
  )
  return rows[0]!
}

test('S-05: the demo’s first start, cut off anywhere and begun anew, sends each letter once', async () => {
  const sent: string[] = []
  await assert.rejects(start({ sent, cut: { atStep: true } }), Cut)
  assert.deepEqual([sent.length, existsSync(join(at.folder, 'first-batch.zip'))], [0, true])
  await assert.rejects(start({ sent, cut: { afterSent: 1 } }), Cut)
  const statement = await there()
  assert.equal(statement.batches, 1)
  assert.equal(existsSync(join(at.folder, 'first-batch.zip')), false)
  // Taken over, and cut off before it could be noted: the next start says the same again, with other bytes perhaps.
  await assert.rejects(start({ sent, cut: { afterSent: 1, beforeNoted: true } }), Cut)
  assert.equal(sent.length, 1)
  await start({ sent })
  await start({ sent })
  const toTheEnterprise = DEMO_LETTERS.filter(({ sensitive, from }) => !sensitive && from !== 'school').length
  assert.deepEqual(await there(), {
    batches: 1,
    letters: statement.letters + DEMO_LETTERS.length * logins.length + toTheEnterprise,
  })
})
