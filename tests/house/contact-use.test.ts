import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Every place that reads somebody's e-mail address or phone number out of the database, and what for. None of it is marketing. */
const USES: Readonly<Record<string, string>> = {
  'server/identity/access-requests/by-mail/access-mail.store.ts':
    'whether who writes is the owner of the address (N-09)',
  'server/identity/access-requests/held-data.ts': 'told to the person (G1)',
  'server/identity/access-requests/held-titles.ts': 'told to the person (G1)',
  'server/identity/provider/disclosed-values.store.ts':
    'given to a service the person says yes to there and then (N-18, N-19)',
  'server/identity/self-service/own-data.store.ts': 'shown to the person (N-10)',
  'server/letters/show-me.ts': 'whether there is one at all',
  'server/notices/hearing.store.ts': 'notices of letters (D-14)',
  'server/notices/notices.store.ts': 'notices of letters (D-14)',
  'server/notices/phone-code.store.ts': 'a code that the owner asked for (D-13, N-23)',
  'server/notices/security-notices.store.ts': 'notices about the ID and the mailbox (N-06, N-11)',
  'server/people/candidates.store.ts':
    'a letter to a verified address, which the sender knows already (A-08)',
  'server/people/contact/contact.store.ts': 'confirmed every 90 days; mail that comes back (D-13)',
  'server/people/contact/reminder-ways.store.ts': 'reminders of letters (T-02)',
  'server/people/emails.store.ts': 'the owner’s own settings',
  'server/people/forget-expired-links.ts': 'a link that has expired goes',
  'server/people/phone.store.ts': 'the owner’s own settings',
}

test('N-20: e-mail and phone are read for the post office’s own services, and for what the person says yes to, by files that are named here', () => {
  const files = globSync(['server/**/*.ts', 'tools/**/*.ts'], { cwd: ROOT })
    .filter((file) => !file.endsWith('.test.ts') && !file.endsWith('db-types.ts'))
    .filter((file) => /\b(contact_email|contact_phone|email_claim)\b/.test(readFileSync(ROOT + file, 'utf8')))
  assert.deepEqual(files.sort(), Object.keys(USES).sort())
})

test('N-20 Q-14: the wish for marketing is known to the owner’s settings alone: nothing is sent by it', () => {
  const files = globSync('server/**/*.ts', { cwd: ROOT }).filter(
    (file) => !file.endsWith('.test.ts') && /'marketing'/.test(readFileSync(ROOT + file, 'utf8')),
  )
  assert.deepEqual(files.sort(), [
    'server/people/mailboxes.store.ts',
    'server/people/set-marketing-consent.ts',
  ])
})
