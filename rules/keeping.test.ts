import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  arranged,
  folderFits,
  folderIdOf,
  goneAt,
  KEEPING,
  type Kept,
  PLACES,
  placeOf,
  trashedBefore,
  undone,
  type Wish,
} from './keeping.ts'

const FOLDERS = [
  PLACES.inbox,
  PLACES.archive,
  '0198c0de-0000-7000-8000-000000000001',
  '0198c0de-0000-7000-8000-000000000002',
]
const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
const maybe = fc.option(instant)
const kept: fc.Arbitrary<Kept> = fc
  .record({ folderId: fc.constantFrom(...FOLDERS), readAt: maybe, starredAt: maybe, trashed: maybe })
  .map(({ trashed, folderId, ...marks }) => ({
    ...marks,
    folderId: trashed ? PLACES.trash : folderId,
    trashedAt: trashed,
    trashedFrom: trashed ? folderId : null,
  }))
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.constantFrom(...FOLDERS).map((folderId) => ({ kind: 'move' as const, folderId })),
  fc.constantFrom({ kind: 'trash' as const }, { kind: 'restore' as const }),
  fc.boolean().map((starred) => ({ kind: 'star' as const, starred })),
  fc.boolean().map((unread) => ({ kind: 'unread' as const, unread })),
)
const all = () => true

test('B-01: undo truly restores: folder, star, unread state and the day in the trash, whatever the change was', () => {
  fc.assert(
    fc.property(kept, wish, instant, (before, asked, now) => {
      const after = arranged(before, asked, now, all)
      assert.deepEqual(undone(after, before, after, all), before)
    }),
  )
})

test('B-01: undo never takes back what somebody did since', () => {
  fc.assert(
    fc.property(kept, wish, wish, instant, (before, first, second, now) => {
      const after = arranged(before, first, now, all)
      const since = arranged(after, second, new Date(now.getTime() + 1), all)
      const back = undone(since, before, after, all)
      if (since.folderId !== after.folderId) assert.equal(back.folderId, since.folderId)
      if ((since.readAt === null) !== (after.readAt === null)) assert.equal(back.readAt, since.readAt)
      if ((since.starredAt === null) !== (after.starredAt === null))
        assert.equal(back.starredAt, since.starredAt)
    }),
  )
})

test('B-02: a letter is in the trash exactly while it knows since when and from where', () => {
  fc.assert(
    fc.property(kept, fc.array(wish, { maxLength: 6 }), instant, (before, wishes, now) => {
      let letter = before
      for (const one of wishes) letter = arranged(letter, one, now, (id) => id !== FOLDERS[3])
      assert.equal(letter.folderId === PLACES.trash, letter.trashedAt !== null)
      assert.equal(letter.trashedAt === null, letter.trashedFrom === null)
    }),
  )
})

test('B-02: what comes back to a folder that is gone lies in the inbox', () => {
  const letter: Kept = {
    folderId: FOLDERS[2]!,
    readAt: null,
    starredAt: null,
    trashedAt: null,
    trashedFrom: null,
  }
  const thrown = arranged(letter, { kind: 'trash' }, new Date(0), all)
  assert.equal(arranged(thrown, { kind: 'restore' }, new Date(1), () => false).folderId, PLACES.inbox)
  assert.equal(undone(thrown, letter, thrown, () => false).folderId, PLACES.inbox)
})

test('B-02 D-24: thirty days of 24 hours, over the end of summer time and 29 February too', () => {
  assert.equal(KEEPING.trashDays, 30)
  for (const [thrown, gone] of [
    ['2026-10-10T10:00:00.000Z', '2026-11-09T10:00:00.000Z'],
    ['2028-02-10T23:59:59.999Z', '2028-03-11T23:59:59.999Z'],
  ] as const) {
    assert.equal(goneAt(new Date(thrown)).toISOString(), gone)
    assert.equal(trashedBefore(new Date(gone)).toISOString(), thrown)
  }
})

test('B-01: the three places have names, a folder has its id', () => {
  for (const place of ['inbox', 'archive', 'trash', FOLDERS[2]!])
    assert.equal(placeOf(folderIdOf(place)), place)
})

test('B-01: whatever folders are moved where, none ever lies in itself and none deeper than allowed; nothing that fits is refused', () => {
  const id = fc.nat({ max: 7 }).map(String)
  fc.assert(
    fc.property(fc.array(fc.tuple(id, fc.option(id)), { maxLength: 40 }), (moves) => {
      const parents = new Map<string, string | null>(Array.from({ length: 8 }, (_, n) => [String(n), null]))
      const pathOf = (from: string | null): string[] => {
        const path: string[] = []
        for (let at = from; at !== null; at = parents.get(at)!) {
          assert.ok(!path.includes(at), 'a circle')
          path.push(at)
        }
        return path
      }
      const heightOf = (folder: string): number =>
        1 + Math.max(0, ...[...parents].filter(([, of]) => of === folder).map(([child]) => heightOf(child)))
      for (const [folder, into] of moves) {
        const fit = folderFits(folder, { path: pathOf(into), height: heightOf(folder) })
        const before = parents.get(folder)!
        if (fit === 'in-itself') assert.ok(pathOf(into).includes(folder))
        else {
          parents.set(folder, into)
          const deepest = Math.max(...[...parents.keys()].map((one) => pathOf(one).length))
          assert.equal(deepest <= KEEPING.folderDepthMax, fit === 'fits')
          if (fit !== 'fits') parents.set(folder, before)
        }
      }
    }),
  )
})
