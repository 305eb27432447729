/** What the demo's people have done before one becomes one of them, each through their own signed-in session: folders, a starred letter,
 * papers of their own, letters to each other, somebody let in, a phone that takes push notices. No page of theirs is empty. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ACCESS_PATHS, type GivenAccess, type HeldAccesses } from '#api/access.ts'
import type { Folder, Folders } from '#api/keeping.ts'
import type { LetterPage, LetterRow, Me } from '#api/mailbox.ts'
import { type ChangeNotices, NOTICE_PATHS } from '#api/notices.ts'
import type { OwnDocument, Upload } from '#api/own-documents.ts'
import { PEOPLE_PATHS } from '#api/person-to-person.ts'
import { DEMO_LETTERS, type DemoLetter, OWN_PAPERS } from './demo-letters.ts'
import type { DemoLogin } from './demo-people.ts'
import { signInAs, type Visitor } from './demo-visitor.ts'

type Living = {
  url: string
  /** Of the demo's push service. */
  pushUrl: string
  logins: readonly DemoLogin[]
  /** Steps an earlier start has done, and how one more is noted. */
  done: ReadonlySet<string>
  onDone: (step: string) => Promise<void>
}

type Kept = NonNullable<DemoLetter['kept']>

const FOLDERS = {
  dk: { home: 'Bolig', money: 'Skat og løn', children: 'Børnene' },
  no: { home: 'Bolig', money: 'Skatt og lønn', children: 'Barna' },
} as const satisfies Record<DemoLogin['country'], Partial<Record<Kept, string>>>

const WORDS = [
  {
    title: 'Nøgler til sommerhuset',
    text: 'Hej\n\nNøglerne ligger i den blå potte ved døren. Husk at lukke for vandet, når I tager hjem.\n\nVi ses til jul.',
  },
  {
    title: 'Tak for sidst',
    text: 'Hej\n\nTusind tak for en dejlig aften. Opskriften på suppen lover jeg at skrive ned og sende i næste uge.',
  },
  {
    title: 'Bilder fra mormors bursdag',
    text: 'Kjære alle\n\nJeg har laget et album med bildene. Dere får det når vi møtes i påsken.',
  },
] as const

const DELIVERED_WITHIN_MS = 60_000

export async function liveALittle({ url, pushUrl, logins, done, onDone }: Living): Promise<void> {
  const visitors: Visitor[] = []
  for (const login of logins) visitors.push(await signInAs(url, login))
  const once = async (step: string, act: () => Promise<void>) => {
    if (done.has(step)) return
    await act()
    await onDone(step)
  }
  try {
    for (const visitor of visitors)
      await once(`lived-keeps-${visitor.login.personId}`, () => keepLetters(visitor))
    // Who has only a password writes to nobody and lets nobody in.
    const trusted = visitors.filter(({ login }) => login.totpSecret)
    for (const visitor of trusted)
      await once(`lived-push-${visitor.login.personId}`, () => takePush(visitor, pushUrl))
    for (const [i, visitor] of trusted.entries()) {
      const next = trusted[(i + 1) % trusted.length]!
      await once(`lived-writes-${visitor.login.personId}`, () => write(visitor, next, i))
      await once(`lived-shares-${visitor.login.personId}`, () => share(visitor, next, i))
    }
    for (const bare of visitors.filter(({ login }) => !login.totpSecret))
      await once(`lived-written-to-${bare.login.personId}`, () => write(trusted[0]!, bare, 0))
  } finally {
    for (const visitor of visitors) await visitor.signOut()
  }
}

async function keepLetters(visitor: Visitor): Promise<void> {
  const rows = await allDelivered(visitor)
  const folders = await makeFolders(visitor)
  for (const { title, kept } of DEMO_LETTERS) {
    const row = rows.find((each) => each.title === title)
    if (!kept || !row || row.locked) continue
    await visitor.send('POST', `/api/letters/${row.letterId}/open`)
    const change =
      kept === 'starred'
        ? { kind: 'star', starred: true }
        : kept === 'trash'
          ? { kind: 'trash' }
          : { kind: 'move', to: kept === 'archive' ? 'archive' : folders[kept] }
    await visitor.send('POST', '/api/letters/changes', { letterIds: [row.letterId], change })
  }
  for (const [i, { fileName, bytes }] of OWN_PAPERS.entries())
    await upload(visitor, fileName, bytes(), i === 0 ? undefined : folders.home)
}

/** The single letters go through a lane of their own and are there within a moment. */
async function allDelivered(visitor: Visitor): Promise<readonly LetterRow[]> {
  for (const end = Date.now() + DELIVERED_WITHIN_MS; ; await sleep(200)) {
    const { letters } = await visitor.get<LetterPage>('/api/letters?limit=50')
    const titles = new Set(letters.map(({ title }) => title))
    const waited = DEMO_LETTERS.filter(({ sensitive }) => !sensitive)
    if (waited.every(({ title }) => titles.has(title))) return letters
    if (Date.now() > end) throw new Error(`${visitor.login.name}'s letters have not arrived.`)
  }
}

async function makeFolders(visitor: Visitor): Promise<Record<'home' | 'money' | 'children', string>> {
  const { folders } = await visitor.get<Folders>('/api/folders')
  const idOf = async (name: string) =>
    folders.find((folder) => folder.name === name)?.folderId ??
    (await visitor.send<Folder>('POST', '/api/folders', { name })).folderId
  const { home, money, children } = FOLDERS[visitor.login.country]
  return { home: await idOf(home), money: await idOf(money), children: await idOf(children) }
}

async function upload(visitor: Visitor, fileName: string, bytes: Buffer, place?: string): Promise<void> {
  const { uploadId } = await visitor.send<Upload>('POST', '/api/uploads', { sizeBytes: bytes.length })
  await visitor.sendBytes(`/api/uploads/${uploadId}/parts/0`, bytes)
  await visitor.send<OwnDocument>('POST', `/api/uploads/${uploadId}/finish`, {
    fileName,
    ...(place && { place }),
  })
}

const addressOf = async (visitor: Visitor): Promise<string> => {
  const { digitalAddress } = await visitor.get<Me>('/api/me')
  if (!digitalAddress) throw new Error(`${visitor.login.name} has no digital address.`)
  return digitalAddress
}

async function write(from: Visitor, to: Visitor, which: number): Promise<void> {
  const { title, text } = WORDS[which % WORDS.length]!
  const key = `demo-${from.login.personId}-${to.login.personId}`
  await from.sendParts(
    PEOPLE_PATHS.letters,
    { letter: JSON.stringify({ to: await addressOf(to), title, text }) },
    key,
  )
}

/** The first lets the next read everything, the others one folder; the invitation is found by a job, and then accepted. */
async function share(owner: Visitor, holder: Visitor, which: number): Promise<void> {
  const { folders } = await owner.get<Folders>('/api/folders')
  const { grantId } = await owner.send<GivenAccess>('POST', ACCESS_PATHS.given, {
    digitalAddress: await addressOf(holder),
    capacity: 'delegate-reader',
    part: which === 0 ? { kind: 'whole' } : { kind: 'folders', places: [folders[0]!.folderId] },
    endsOn: null,
  })
  for (const end = Date.now() + DELIVERED_WITHIN_MS; ; await sleep(200)) {
    const { held } = await holder.get<HeldAccesses>(ACCESS_PATHS.held)
    if (held.some((each) => each.grantId === grantId)) break
    if (Date.now() > end) throw new Error(`The invitation to ${holder.login.name} has not arrived.`)
  }
  await holder.send('POST', ACCESS_PATHS.answer.replace(':grantId', grantId), {
    accept: true,
    notices: false,
  })
}

async function takePush(visitor: Visitor, pushUrl: string): Promise<void> {
  const answer = await fetch(`${pushUrl}/subscribe`, { method: 'POST' })
  await visitor.send('POST', NOTICE_PATHS.push, await answer.json())
  await visitor.send('PUT', NOTICE_PATHS.notices, { byPush: true } satisfies ChangeNotices)
}
