import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMON_PASSWORDS } from './common-passwords.ts'
import { faultsOf } from './password-rule.ts'

const nobody = { nationalNumber: null, userId: null }

test('ten characters are enough and a sentence is welcome', () => {
  for (const good of [
    'grøn kop 7!',
    'tre heste på en bro',
    'x'.repeat(64) + 'y'.repeat(64),
    'кот на крыше',
  ]) {
    assert.deepEqual(faultsOf(good, nobody), [], good)
  }
})

test('too short and too long are told apart, counted in characters', () => {
  assert.deepEqual(faultsOf('grøn kop7', nobody), ['too-short'])
  assert.deepEqual(faultsOf('👩‍🚀kop due', nobody), [])
  assert.deepEqual(faultsOf(`ab${'cde'.repeat(43)}`, nobody), ['too-long'])
})

test('P-07: no national number inside a password, neither the own one nor one that looks like it', () => {
  const own = { nationalNumber: '0701614321', userId: null }
  assert.deepEqual(faultsOf('min 070161-4321 kode', own), ['national-number-inside'])
  assert.deepEqual(faultsOf('x0-7-0-1-6-1-4-3-2-1x', own), ['national-number-inside'])
  for (const number of [
    '070161-4321',
    '0701614321',
    '01010750160',
    '41010750160',
    '19811218-9876',
    '01810750160',
  ]) {
    assert.deepEqual(faultsOf(`hest ${number} bro`, nobody), ['national-number-inside'], number)
  }
  assert.deepEqual(faultsOf('hest 9999990000 bro', nobody), [])
})

test('the user ID is not part of the password', () => {
  assert.deepEqual(faultsOf('Karen1948 og kaffe', { nationalNumber: null, userId: 'karen1948' }), [
    'user-id-inside',
  ])
})

test('common passwords are refused, also dressed up', () => {
  for (const poor of [
    'qwertyuiop',
    'Password123!',
    'P4ssw0rd!!',
    'Sommer2026!',
    'adgangskode',
    'kærlighed1',
    '1234567890',
    'abcabcabcabc',
    'Velkommen12',
    'zxcvbnmzxcvbnmzxcvbnm'.slice(0, 7).repeat(3),
  ]) {
    assert.ok(faultsOf(poor, nobody).length > 0, poor)
  }
  assert.deepEqual(faultsOf('aaaaaaaaaaaa', nobody), ['too-common', 'one-character'])
})

test('the list of common passwords is lower case and without repetitions of its own making', () => {
  assert.ok(COMMON_PASSWORDS.size > 400)
  for (const one of COMMON_PASSWORDS) assert.equal(one, one.toLowerCase())
})

test("I-01: what published lists begin with is refused, with its ornaments; a sentence of one's own is not", () => {
  for (const early of ['christopher1', 'alexander1985', 'sebastian1!', 'basketball23', 'Jacqueline99'])
    assert.deepEqual(faultsOf(early, nobody), ['too-common'], early)
  for (const good of ['seks lys i vinduet', 'kaffe klokken fire', 'hytte ved vannet', 'en and i en sø'])
    assert.deepEqual(faultsOf(good, nobody), [], good)
})
