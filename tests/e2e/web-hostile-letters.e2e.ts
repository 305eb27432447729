/** Letters and files that mean harm, on the real server, in the real app, in Chromium (S-14, B-01, B-05). */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { archivePage } from '#letters/take-out/archive-page.ts'
import type { LetterRecord } from '#letters/take-out/letter-record.ts'
import { takeOutTexts } from '#letters/take-out/take-out-texts.ts'
import { openCanary } from '#tests/canary.ts'
import { hostileLetters, type Trick } from '#tests/hostile-letters.ts'
import type { DocumentSeed } from '#tests/seed-letters.ts'
import { launchBrowser, newWindow } from './open-web.ts'
import { becomes } from './patience.ts'
import { openWholeHouse, type WholeHouse } from './whole-house.ts'

let browser: Browser
let room: WholeHouse
/** Hears whatever a letter asks of anybody. */
let canary: Awaited<ReturnType<typeof openCanary>>
let tricks: Trick[]
before(async () => {
  browser = await launchBrowser()
  room = await openWholeHouse()
  canary = await openCanary()
  tricks = hostileLetters(canary.url)
})
after(async () => {
  await browser?.close()
  await room?.close()
  canary?.close()
})

const html = (text: string): DocumentSeed => ({
  bytes: Buffer.from(text),
  mediaType: 'text/html',
  fileName: 'brev.html',
})

/** Frames for these addresses beside what is there, made by `make` in the page; waits until each has come to rest, and says what they told the page. */
function tellings(page: Page, urls: readonly string[], how: 'as the letter' | 'bare'): Promise<unknown[]> {
  return page.evaluate(
    async ([urls, how]) => {
      const told: unknown[] = []
      const hear = ({ data }: MessageEvent) => void told.push(data)
      addEventListener('message', hear)
      const pattern = document.querySelector<HTMLIFrameElement>('iframe.html-sheet')
      await Promise.all(
        urls.map(async (url) => {
          const frame =
            how === 'bare' ? document.createElement('iframe') : (pattern!.cloneNode() as HTMLIFrameElement)
          const loaded = new Promise((done) => {
            frame.addEventListener('load', done, { once: true })
            // Bare, some never come to rest.
            setTimeout(done, how === 'bare' ? 15_000 : 60_000)
          })
          frame.src = url
          frame.style.cssText = 'display:inline-block;width:120px;height:60px'
          document.body.append(frame)
          await loaded
        }),
      )
      await new Promise((rest) => setTimeout(rest, 500))
      removeEventListener('message', hear)
      return told.filter((word) => typeof word === 'number')
    },
    [urls, how] as const,
  )
}

/** Printed as the app prints an HTML letter (web/lib/print-letter.ts), all at once. Says what they told the page, and which frames did not stay where they were. */
function printings(
  page: Page,
  urls: readonly string[],
): Promise<{ told: unknown[]; left: string[]; printed: number }> {
  return page.evaluate(async (urls) => {
    const told: unknown[] = []
    const hear = ({ data }: MessageEvent) => void told.push(data)
    addEventListener('message', hear)
    const left: string[] = []
    let papers = 0
    await Promise.all(
      urls.map(async (url) => {
        const html = await (await fetch(url)).text()
        const frame = document.createElement('iframe')
        frame.setAttribute('sandbox', 'allow-scripts allow-modals')
        let loads = 0
        frame.addEventListener('load', () => void loads++)
        const printed = new Promise<void>((done) => {
          addEventListener('message', ({ source, data }) => {
            if (source !== frame.contentWindow) return
            if (data === 'ready') frame.contentWindow!.postMessage({ html, title: 'x' }, '*')
            else if (data === 'printed') {
              papers++
              done()
            }
          })
          setTimeout(done, 60_000)
        })
        frame.src = '/print-frame'
        document.body.append(frame)
        await printed
        await new Promise((rest) => setTimeout(rest, 500))
        if (loads > 1) left.push(url)
        frame.remove()
      }),
    )
    removeEventListener('message', hear)
    return { told: told.filter((word) => typeof word === 'number'), left, printed: papers }
  }, urls)
}

/** A letter with a document for each trick, and one of all of them, open before its reader. */
async function hostileLetter() {
  const { who: karen, context, page } = await room.reader(browser, '/')
  const letterId = await room.letterTo(karen, [
    html('<p>Kære Karen'),
    ...tricks.map((trick) => html(trick.html)),
    html(tricks.map((trick) => trick.html).join('\n')),
  ])
  const path = `/letters/${letterId}`
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  // No person is there to close a real dialogue.
  await page.addInitScript(() => {
    window.print = () => undefined
  })
  await page.goto(room.origin + path)
  await page.locator('iframe.html-sheet').waitFor()
  const urls = tricks.map(({ no }) => `${room.origin}/api${path}/documents/${no + 2}`)
  return { context, page, path, urls, dialogs }
}

/** Each asks the server for a document: a person has one open, not two hundred. */
const FRAMES_AT_ONCE = 25

/** Of each some must work where nothing stops them. */
const KINDS = ['script', 'handler', 'style', 'request', 'svg', 'namespace', 'refresh', 'srcdoc'] as const
const kindsOf = (tricks: readonly Trick[]) => new Set(tricks.map(({ kind }) => kind))

test('S-14 B-01: of more than a hundred tricks in HTML letters none runs, none asks for anything, none leads away, shown or pressed', async () => {
  const { context, page, path, urls, dialogs } = await hostileLetter()
  try {
    assert.ok(tricks.length >= 100)
    // Each in a frame like the letter's own.
    const told: unknown[] = []
    for (let at = 0; at < urls.length; at += FRAMES_AT_ONCE)
      told.push(...(await tellings(page, urls.slice(at, at + FRAMES_AT_ONCE), 'as the letter')))
    assert.deepEqual(told, [], 'nothing runs')
    const shown = page.frames().filter((frame) => urls.includes(frame.url()))
    const stayed = new Set(shown.map((frame) => frame.url()))
    const left = tricks.filter((_, at) => !stayed.has(urls[at]!))
    assert.deepEqual(left, [], 'nothing leads away')
    // What a hand may press.
    const pressable = shown.filter((frame) => tricks[urls.indexOf(frame.url())]!.html.includes('data-press'))
    assert.ok(pressable.length > 10)
    for (const frame of pressable) {
      const press = frame.locator('[data-press]').first()
      if ((await press.count()) === 0) continue
      await press.evaluate((element: HTMLElement | SVGElement) =>
        element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, view: window })),
      )
      await press.click({ force: true, timeout: 300 }).catch(() => undefined)
    }
    await page.waitForTimeout(300)
    await becomes(() => new URL(page.url()).pathname, path, 'the app stays where it is')
    assert.equal(context.pages().length, 1, 'no window opens by itself')
    assert.deepEqual(canary.heard, [], 'no request left the machine')
    assert.deepEqual(dialogs, [])
  } finally {
    await context.close()
  }
})

test('S-14 B-01: nor does any of them when it is printed, or read in large type', async () => {
  const { context, page, path, urls, dialogs } = await hostileLetter()
  try {
    // From a frame in which a script of ours may run.
    const onPaper: unknown[] = []
    const astray: string[] = []
    let papers = 0
    for (let at = 0; at < urls.length; at += FRAMES_AT_ONCE) {
      const { told, left, printed } = await printings(page, urls.slice(at, at + FRAMES_AT_ONCE))
      onPaper.push(...told)
      astray.push(...left)
      papers += printed
    }
    assert.equal(papers, urls.length, 'each came to paper')
    assert.deepEqual(astray, [], 'nothing leads away on paper')
    assert.deepEqual(onPaper, [], 'nothing runs on paper')
    assert.deepEqual(canary.heard, [], 'no request left while printing')

    // All of them together.
    await page.goto(`${room.origin}${path}?document=${tricks.length + 2}`)
    await page.getByRole('button', { name: 'Læsevisning' }).click()
    await page.getByRole('button', { name: 'Ja, vis brevet sådan' }).click()
    await page.locator('.reading').first().waitFor()
    await page.waitForTimeout(300)
    assert.deepEqual(canary.heard, [], 'no request left the machine')
    assert.deepEqual(dialogs, [])
  } finally {
    await context.close()
  }
})

test('S-14 B-14: the page of an archive, opened from a disk, runs nothing that senders, titles, notes and file names hold, and asks for nothing; a web page of a sender is named, not linked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'archive-page-'))
  const context = await browser.newContext()
  try {
    const letters = tricks.map(({ no, html }): LetterRecord => {
      const path = `letters/${no}/1 ${no}.html`
      const document = {
        documentNo: 1,
        fileName: html,
        mediaType: 'text/html',
        sizeBytes: 1,
        sha256: '',
        path,
      }
      const at = '2026-11-01T10:00:00.000Z'
      return {
        number: no,
        letterId: `${no}`,
        receivedAt: at,
        openedAt: null,
        unread: true,
        starred: false,
        place: 'inbox',
        folder: `"'>${html}`,
        senderId: null,
        sender: { name: html, mark: 'X', verified: false, publicSector: false },
        own: false,
        title: `</bdi></title></style>${html}`,
        wants: null,
        note: `-->${html}`,
        sensitive: false,
        minimumLevel: 'low',
        locked: false,
        documents: [document, { ...document, path: `letters/${no}/2 "><img src=${canary.url}>.pdf` }],
        proofs: [{ event: html, at, path: `letters/${no}/proof.jws`, sealed: false }],
      }
    })
    const of = {
      language: 'da',
      texts: takeOutTexts.da,
      madeAt: new Date(),
      timeZone: 'Europe/Copenhagen',
      lettersTotal: letters.length,
      pageNo: 1,
      pages: 1,
      also: undefined,
    }
    const file = join(folder, 'index.html')
    writeFileSync(file, archivePage(of, letters))
    const page = await context.newPage()
    const told: unknown[] = []
    await page.exposeFunction('tell', (word: unknown) => void told.push(word))
    await page.addInitScript(() =>
      addEventListener('message', ({ data }) =>
        (window as unknown as { tell: (word: unknown) => void }).tell(data),
      ),
    )
    await page.goto(pathToFileURL(file).href)
    await page.getByText(takeOutTexts.da.check).waitFor()
    const shown = await page.evaluate(() => ({
      rows: document.querySelectorAll('tbody tr').length,
      made: [...new Set([...document.querySelectorAll('body *')].map((one) => one.localName))].sort(),
      links: [...document.querySelectorAll('a')].map((one) => one.getAttribute('href')!),
    }))
    assert.equal(shown.rows, tricks.length)
    const ours = 'a bdi caption code h1 li main p table tbody td th thead time tr ul'.split(' ')
    assert.deepEqual(shown.made, ours, 'no element is made of what they hold')
    assert.deepEqual(
      shown.links.filter((href) => /html?$/i.test(href) || /^[a-z]+:/i.test(href)),
      [],
    )
    await page
      .locator('[data-press]')
      .count()
      .then((count) => assert.equal(count, 0))
    assert.deepEqual(told, [])
    assert.deepEqual(canary.heard, [])
    await becomes(() => page.url(), pathToFileURL(file).href)
  } finally {
    await context.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** The last: the canary has heard of nothing before. */
test('S-14: where nothing stops them the same tricks do work: the tests would notice', async () => {
  const { context, page } = await newWindow(browser)
  const bare = createHttp((request, response) => {
    const trick = tricks[Number(request.url?.slice(1))]
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(trick?.html ?? '<p>top')
  })
  await new Promise<void>((ready) => bare.listen(0, '127.0.0.1', ready))
  try {
    const origin = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`
    await page.addInitScript(() => {
      window.print = () => undefined
    })
    await page.goto(`${origin}/none`)
    const ran = new Set<number>()
    const heard = (no: number) => canary.heard.some((line) => new RegExp(`^\\S+ /${no}[^0-9]`).test(line))
    const working = () => tricks.filter(({ no }) => ran.has(no) || heard(no))
    const bares = tricks.map(({ no }) => `${origin}/${no}`)
    // A busy machine may be late with some: they are given another turn.
    for (let turn = 0; turn < 4 && KINDS.some((kind) => !kindsOf(working()).has(kind)); turn += 1)
      for (const no of await tellings(page, bares, 'bare')) ran.add(no as number)
    const works = working()
    assert.ok(
      works.length >= tricks.length * 0.5,
      `${works.length} of ${tricks.length} work where nothing stops them`,
    )
    for (const kind of KINDS) assert.ok(kindsOf(works).has(kind), kind)
  } finally {
    await context.close()
    bare.close()
  }
})
