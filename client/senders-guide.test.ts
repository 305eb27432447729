/** The sender's guide is run as it is written. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { RecipientRow } from '#api/batches.ts'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { PDF } from '#tests/multipart.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { type SenderAtPort, senderAtPort } from '#tests/sender-at-port.ts'
import { readKeyFile } from './sender-key.ts'

let at: SenderAtPort
let guide: string
before(async () => {
  at = await senderAtPort([dispatchRoutes])
  guide = await readFile(new URL('../docs/senders.md', import.meta.url), 'utf8')
  await writeFile(join(at.senderFolder, 'letter.pdf'), PDF)
})
after(() => at.close())

test('S-05: the first letter with curl and openssl, word for word', async () => {
  const [, script] = /```sh\n(.*?)```/s.exec(guide)!
  const { nationalNumber } = await seedPerson(at.house)
  const { keyId } = await readKeyFile(at.keyFile)
  const env = {
    PATH: process.env.PATH,
    URL: at.url,
    SENDER: at.senderId,
    KEY_ID: keyId,
    NATIONAL_NUMBER: nationalNumber,
  }
  const run = () =>
    new Promise<string>((resolve, reject) => {
      execFile(
        'bash',
        ['-euo', 'pipefail', '-c', script!],
        { env, cwd: at.senderFolder },
        (error, out, err) => (error ? reject(new Error(err)) : resolve(out)),
      )
    })
  const first = await run()
  const [letter] = JSON.parse(first).letters
  assert.deepEqual([letter.outcome, letter.reference], ['delivered', '0001'])
  assert.equal(await run(), first, 'repeated under its key it is the same letter')
})

test('every command of the guide is one, with the options it names', async () => {
  const lines = [...guide.matchAll(/^brevhus (.+)$/gm)].map(([, line]) => line!)
  assert.ok(lines.length >= 12)
  const helps = new Map<string, string>()
  for (const line of lines) {
    // `mail fetch` is a command of a command.
    const [name = ''] = /^[a-z-]+(?: [a-z]+(?= |$))*/.exec(line) ?? []
    if (!helps.has(name)) helps.set(name, (await at.brevhus([...name.split(' '), '--help'])).out)
    const help = helps.get(name)!
    assert.match(help, new RegExp(`^Usage: brevhus ${name} `), line)
    for (const [option] of line.matchAll(/(?<=\s)--?[a-z][a-z-]*/g))
      assert.match(help, new RegExp(`(^|[\\s,])${option}\\b`, 'm'), line)
  }
})

test('every column of a recipient list is in the guide, and none that is not one', () => {
  const [, said] = /Columns: (.*?),\n- the documents/s.exec(guide)!
  const named = [...said!.matchAll(/`([a-z]\w+)`/gi)].map(([, column]) => column)
  assert.deepEqual(named.toSorted(), Object.keys(RecipientRow.properties).toSorted())
})
