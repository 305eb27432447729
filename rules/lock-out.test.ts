import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { deviceDoor, givesCredit, LOCK_OUT, networkWaitEnd, signInDoor, waitSeconds } from './lock-out.ts'

const NOW = 1_800_000_000_000
const times = (count: number, everyMs = 1000) => Array.from({ length: count }, (_, at) => NOW - at * everyMs)
const quiet = { nowMs: NOW, knownDevice: false, sourceFailuresMs: [], strangerFailuresMs: [] }

test('I-05: three wrong tries are free, then waits double up to a quarter of an hour', () => {
  assert.deepEqual(signInDoor({ ...quiet, sourceFailuresMs: times(2) }), { kind: 'try' })
  assert.deepEqual(signInDoor({ ...quiet, sourceFailuresMs: times(3) }), {
    kind: 'wait',
    untilMs: NOW + 30_000,
    because: 'source',
  })
  assert.deepEqual(signInDoor({ ...quiet, sourceFailuresMs: times(4) }), {
    kind: 'wait',
    untilMs: NOW + 60_000,
    because: 'source',
  })
  assert.deepEqual(signInDoor({ ...quiet, sourceFailuresMs: times(400) }), {
    kind: 'wait',
    untilMs: NOW + 900_000,
    because: 'source',
  })
})

test("I-05: no number of strangers' failures keeps a person out of a device they use", () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(2), (strangers, own) => {
      const door = signInDoor({
        nowMs: NOW,
        knownDevice: true,
        sourceFailuresMs: times(own),
        strangerFailuresMs: times(strangers, 10),
      })
      assert.deepEqual(door, { kind: 'try' })
    }),
    { numRuns: 50 },
  )
})

test('I-05: on a new device a person waits five minutes at most for what strangers did', () => {
  fc.assert(
    fc.property(fc.nat(5000), (strangers) => {
      const door = signInDoor({ ...quiet, strangerFailuresMs: times(strangers, 10) })
      if (strangers < LOCK_OUT.strangersFree) assert.equal(door.kind, 'try')
      else assert.ok(door.kind === 'wait' && door.because === 'strangers' && door.untilMs <= NOW + 300_000)
    }),
    { numRuns: 50 },
  )
})

test('I-05: waiting is enough: after the time named, a try may be made', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(100_000_000)),
      fc.array(fc.nat(100_000_000)),
      fc.boolean(),
      (own, strangers, knownDevice) => {
        const history = {
          nowMs: NOW,
          knownDevice,
          sourceFailuresMs: own.map((ago) => NOW - ago),
          strangerFailuresMs: strangers.map((ago) => NOW - ago),
        }
        const door = signInDoor(history)
        if (door.kind === 'wait')
          assert.deepEqual(signInDoor({ ...history, nowMs: door.untilMs }), { kind: 'try' })
      },
    ),
  )
})

test('I-05: failures of more than a day ago are forgotten, and a clock set back makes nobody wait longer', () => {
  assert.deepEqual(signInDoor({ ...quiet, sourceFailuresMs: times(50).map((at) => at - 86_400_000) }), {
    kind: 'try',
  })
  const ahead = signInDoor({ ...quiet, sourceFailuresMs: times(3).map((at) => at + 3_600_000) })
  assert.ok(ahead.kind === 'wait' && ahead.untilMs === NOW + 30_000)
})

test('I-05: an attacker is slowed for good: fewer than 150 tries a day from one source', () => {
  let now = NOW
  const failures: number[] = []
  for (; now < NOW + 86_400_000; now++) {
    const door = signInDoor({ ...quiet, nowMs: now, sourceFailuresMs: failures })
    if (door.kind === 'wait') now = door.untilMs
    failures.push(now)
  }
  assert.ok(failures.length < 150, String(failures.length))
})

test('I-05: waits never shrink as failures grow; ten wrong codes in a row block the device, not the person', () => {
  for (let failures = 0; failures < 100; failures++) {
    assert.ok(waitSeconds(failures + 1, 3, 30, 900) >= waitSeconds(failures, 3, 30, 900))
  }
  assert.equal(deviceDoor(9), 'open')
  assert.equal(deviceDoor(10), 'blocked')
})

test('I-05: a network of strangers is free for ten failures, then waits double up to two hours', () => {
  assert.equal(networkWaitEnd(times(9), NOW), 0)
  assert.equal(networkWaitEnd(times(10), NOW), NOW + 60_000)
  assert.equal(networkWaitEnd(times(11), NOW), NOW + 120_000)
  assert.equal(networkWaitEnd(times(40), NOW), NOW + 7_200_000)
})

test('I-05: one person takes a failure back in three networks a day, once in each', () => {
  const day = LOCK_OUT.memorySeconds * 1000
  assert.equal(givesCredit(null, [], NOW), true)
  assert.equal(givesCredit(NOW - day + 1, [NOW - day + 1], NOW), false)
  assert.equal(givesCredit(NOW - day, [NOW - day], NOW), true)
  assert.equal(givesCredit(null, times(2), NOW), true)
  assert.equal(givesCredit(null, times(3), NOW), false)
})
