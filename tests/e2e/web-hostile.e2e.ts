/** Files that mean harm, on the real server, in the real app, in Chromium (S-14, B-01, B-05). */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { openCanary } from '#tests/canary.ts'
import { pdfLetter } from '#tests/fakes/mailbox-documents.ts'
import type { DocumentSeed } from '#tests/seed-letters.ts'
import { axeFinds } from '#tools/pictures/axe.ts'
import { launchBrowser } from './open-web.ts'
import { becomes } from './patience.ts'
import { openWholeHouse, type WholeHouse } from './whole-house.ts'

let browser: Browser
let room: WholeHouse
before(async () => {
  browser = await launchBrowser()
  room = await openWholeHouse()
})
after(async () => {
  await browser?.close()
  await room?.close()
})

const PDF = Buffer.from(pdfLetter(1))
const SHOWN = { pdf: '.pdf-page canvas', picture: '.image-sheet' } as const

test('S-14 B-01: broken and two-faced files show a plain word and the file itself; nothing in them runs, and no name deceives', async () => {
  const canary = await openCanary()
  const { who: karen, context, page } = await room.reader(browser, '/')
  try {
    const script = `top.postMessage(1,'*');parent.postMessage(1,'*')`
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><script>${script}</script><image href="${canary.url}"/></svg>`
    const gif = Buffer.concat([
      Buffer.from('GIF89a/*'),
      Buffer.from(`*/=1;${script};fetch('${canary.url}')//`),
      Buffer.from([0x3b]),
    ])
    const documents: [shows: 'word' | 'pdf' | 'picture', name: RegExp, document: DocumentSeed][] = [
      [
        'word',
        /^malformed\.pdf$/,
        {
          bytes: Buffer.from('%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 99 0 R'),
          mediaType: 'application/pdf',
          fileName: 'malformed.pdf',
        },
      ],
      [
        'word',
        /^cut\.pdf$/,
        { bytes: PDF.subarray(0, 300), mediaType: 'application/pdf', fileName: 'cut.pdf' },
      ],
      [
        'word',
        /^empty\.pdf$/,
        { bytes: Buffer.alloc(0), mediaType: 'application/pdf', fileName: 'empty.pdf' },
      ],
      ['word', /^logo\.svg$/, { bytes: Buffer.from(svg), mediaType: 'image/svg+xml', fileName: 'logo.svg' }],
      ['picture', /^two\.gif$/, { bytes: gif, mediaType: 'image/gif', fileName: 'two.gif' }],
      [
        'pdf',
        /^page\.html\.pdf$/,
        {
          bytes: Buffer.concat([PDF, Buffer.from(`<script>${script}</script><img src="${canary.url}">`)]),
          mediaType: 'application/pdf',
          fileName: 'page.html',
        },
      ],
      [
        'pdf',
        /^archive\.pdf$/,
        {
          bytes: Buffer.concat([
            PDF,
            Buffer.from('PK\u0003\u0004 and the rest of an archive PK\u0005\u0006'),
          ]),
          mediaType: 'application/pdf',
          fileName: 'archive.pdf',
        },
      ],
      [
        'word',
        /^faktura.*exe\.pdf$/,
        { bytes: Buffer.from('%PDF-1.4 no'), mediaType: 'application/pdf', fileName: 'faktura\u202efdp.exe' },
      ],
    ]
    const letterId = await room.letterTo(
      karen,
      documents.map(([, , document]) => document),
    )
    await page.goto(`${room.origin}/letters/${letterId}`)
    await page.evaluate(() => {
      addEventListener('message', ({ data }) => data === 1 && document.body.setAttribute('data-ran', ''))
    })
    for (const [at, [shows, name, document]] of documents.entries()) {
      await page.goto(`${room.origin}/letters/${letterId}?document=${at + 1}`)
      if (shows !== 'word') await page.locator(SHOWN[shows]).first().waitFor()
      else {
        await page
          .locator('.sheet-waiting .empty-title')
          .waitFor()
          .catch((error: Error) => assert.fail(`${document.fileName}: ${error.message}`))
        assert.deepEqual(await axeFinds(page), [], String(name))
      }
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page
          .locator(shows === 'word' ? '.sheet-waiting a[download]' : '.letter-tools a[download]')
          .first()
          .click(),
      ])
      assert.match(download.suggestedFilename(), name)
      await becomes(() => page.locator('[data-ran]').count(), 0)
    }
    // Asked for by itself, as a page or as a script of the app's own origin, each stays a file.
    for (const no of documents.keys()) {
      const url = `${room.origin}/api/letters/${letterId}/documents/${no + 1}`
      const ran = await page.evaluate(
        (src) =>
          new Promise<boolean>((done) => {
            const script = document.createElement('script')
            script.onload = () => done(true)
            script.onerror = () => done(false)
            script.src = src
            document.head.append(script)
          }),
        url,
      )
      assert.equal(ran, false, `${no} is no script`)
    }
    assert.deepEqual(canary.heard, [])
  } finally {
    await context.close()
    canary.close()
  }
})

/** Announces so much over a bare connection, says a little of it, and gives what the server answers without the rest. */
async function announce(path: string, method: string, headers: Record<string, string>, bytes: number) {
  const { port, host } = new URL(room.origin)
  const socket = connect(Number(port), 'localhost')
  try {
    const head = Object.entries({ host, 'content-length': String(bytes), ...headers })
    socket.write(
      `${method} ${path} HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    )
    socket.write(Buffer.alloc(16_384, 'a'))
    return await new Promise<string>((answered, failed) => {
      socket.once('data', (data) => answered(String(data)))
      socket.once('error', failed)
      socket.setTimeout(10_000, () => failed(new Error(`${path}: it waits for the rest`)))
    })
  } finally {
    socket.destroy()
  }
}

test('D-23 B-05: 300 MB are refused before they are sent, with what to do; whoever sends them all the same is not read to the end', async () => {
  const { context, page } = await room.reader(browser, '/')
  try {
    await page.goto(`${room.origin}/in/documents`)
    const asked: string[] = []
    page.on('request', (request) => request.method() !== 'GET' && asked.push(request.url()))
    await page.locator('input[type=file]').waitFor({ state: 'attached' })
    await page.evaluate(() => {
      const transfer = new DataTransfer()
      // 300 times the same megabyte: the browser holds it once.
      const part = new Blob([new Uint8Array(1_000_000)])
      transfer.items.add(new File(Array(300).fill(part), 'film.pdf', { type: 'application/pdf' }))
      const input = document.querySelector<HTMLInputElement>('input[type=file]')!
      input.files = transfer.files
      input.dispatchEvent(new Event('change', { bubbles: true }))
    })
    await page.getByText('Filen er over 50 MB.').waitFor()
    assert.deepEqual(asked, [], 'nothing was sent')
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const own = { cookie, origin: room.origin, 'sec-fetch-site': 'same-origin' }
    const begun = await page.request.post(`${room.origin}/api/uploads`, {
      headers: own,
      data: { sizeBytes: 300_000_000 },
    })
    assert.equal(begun.status(), 422)
    const { faults } = (await begun.json()) as { faults: { reason: string }[] }
    assert.deepEqual(
      faults.map(({ reason }) => reason),
      ['too-large'],
    )
    for (const [path, method, type] of [
      ['/api/uploads/0198c0de-1234-7abc-8def-0123456789ab/parts/0', 'PUT', 'application/octet-stream'],
      ['/api/uploads', 'POST', 'application/json'],
    ] as const) {
      const answer = await announce(path, method, { ...own, 'content-type': type }, 300_000_000)
      assert.match(answer, /^HTTP\/1\.1 413 /, path)
    }
  } finally {
    await context.close()
  }
})
