import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atLeast, LEVELS, type LetterProtection, letterDoor } from './levels.ts'

const LETTERS: LetterProtection[] = [true, false].flatMap((sensitive) =>
  [true, false].flatMap((publicSector) =>
    LEVELS.map((minimumLevel) => ({ sensitive, publicSector, minimumLevel })),
  ),
)
const PLAIN: LetterProtection = { sensitive: false, publicSector: false, minimumLevel: 'low' }

test('D-01: a password opens private mail of lower security and nothing else', () => {
  for (const letter of LETTERS) {
    const plain = !letter.sensitive && !letter.publicSector && letter.minimumLevel === 'low'
    assert.equal(letterDoor('low', letter).kind, plain ? 'open' : 'locked')
  }
})

test('D-01 D-20: the strongest e-ID opens everything', () => {
  for (const letter of LETTERS) assert.deepEqual(letterDoor('high', letter), { kind: 'open' })
})

test('B-06: subject and sender of a sensitive letter are hidden from a password session, others are not', () => {
  assert.deepEqual(letterDoor('low', { ...PLAIN, sensitive: true }), {
    kind: 'locked',
    needs: 'substantial',
    titleHidden: true,
    senderHidden: true,
  })
  assert.deepEqual(letterDoor('low', { ...PLAIN, publicSector: true }), {
    kind: 'locked',
    needs: 'substantial',
    titleHidden: false,
    senderHidden: false,
  })
})

test('D-20: a sender may ask for more than the letter would', () => {
  const letter: LetterProtection = { sensitive: true, publicSector: true, minimumLevel: 'high' }
  assert.deepEqual(letterDoor('substantial', letter), {
    kind: 'locked',
    needs: 'high',
    titleHidden: false,
    senderHidden: false,
  })
})

test('B-06 D-03: a stronger session never sees less, and the level a lock names opens it', () => {
  for (const letter of LETTERS) {
    for (const level of LEVELS) {
      const door = letterDoor(level, letter)
      if (door.kind === 'locked') assert.deepEqual(letterDoor(door.needs, letter), { kind: 'open' })
      for (const stronger of LEVELS.filter((other) => atLeast(other, level))) {
        if (door.kind === 'open') assert.equal(letterDoor(stronger, letter).kind, 'open')
      }
    }
  }
})
