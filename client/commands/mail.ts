/** brevhus mail: what people wrote to you and answered; listed, fetched into a folder, and taken over. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Mail } from '#api/writing.ts'
import { UsageFault } from '../terminal/say-failure.ts'
import { run } from './command.ts'

export function addMail(program: Command): void {
  const mail = program.command('mail').description('what people wrote to you and answered')

  const list = mail
    .command('list', { isDefault: true })
    .description('what waits, oldest first; with --json one object a line')
    .option('--after <mail>', 'only what came after this one')
  list.action(({ after }: { after?: string }) =>
    run(list, async ({ client, screen }) => {
      let waiting = 0
      for await (const one of (await client()).mail(after)) {
        waiting++
        screen.result(one)
        screen.say(lineOf(one))
      }
      if (waiting === 0) screen.note('Nothing waits.')
    }),
  )

  const fetch = mail
    .command('fetch <mail>')
    .description('one letter with its attachments and what proves the hand-over, into a folder')
    .requiredOption('-o, --output <folder>', 'where to; it is made if it is not there')
    .option('--take', 'erase it at the post office once it is saved')
  fetch.action((mailId: string, { output, take }: { output: string; take?: boolean }) =>
    run(fetch, async ({ client, screen }) => {
      if (!/^[0-9a-f-]{36}$/.test(mailId)) throw new UsageFault(`${mailId} is not the id of a letter to you.`)
      const brevhus = await client()
      const found = await brevhus.readMail(mailId)
      await mkdir(output, { recursive: true })
      const files: string[] = []
      for (const { documentNo, fileName } of found.documents) {
        // The writer chose the name: it stays within the folder and never replaces another.
        const file = join(output, `${documentNo}-${fileName.replace(/[^\p{L}\p{N}._ -]/gu, '_')}`)
        await writeFile(file, await brevhus.mailDocument(found, documentNo), { flag: 'wx' })
        files.push(file)
      }
      await writeFile(join(output, 'mail.json'), `${JSON.stringify(found, null, 2)}\n`, { flag: 'wx' })
      if (take) await brevhus.takeMail(mailId)
      screen.result({ mailId, files, taken: take === true })
      screen.say(
        `Saved ${files.length === 1 ? '1 file' : `${files.length} files`} and mail.json in ${output}.`,
      )
    }),
  )
}

function lineOf({ mailId, receivedAt, from, title, inReplyTo, documents }: Mail): string {
  const who = from.digitalAddress ? `${from.name} (${from.digitalAddress})` : from.name
  const more = documents.length > 1 ? `  +${documents.length - 1}` : ''
  return `${receivedAt}  ${mailId}  ${who}: ${title}${more}${inReplyTo ? `  answers ${inReplyTo}` : ''}`
}
