import assert from 'node:assert/strict'
import test from 'node:test'
import { accessLogTexts } from './access-log-texts.ts'
import { deviceTexts } from './device-texts.ts'
import { documentTexts } from './document-texts.ts'
import { failureTexts } from './failure-texts.ts'
import { frameTexts } from './frame-texts.ts'
import { letterTexts } from './letter-texts.ts'
import { proofTexts } from './proof-texts.ts'
import { settingsTexts } from './settings-texts.ts'
import { stepUpTexts } from './step-up-texts.ts'

const tables = {
  accessLogTexts,
  deviceTexts,
  documentTexts,
  failureTexts,
  frameTexts,
  letterTexts,
  proofTexts,
  settingsTexts,
  stepUpTexts,
}

/** Every text with where it stands; functions are asked with the text 3 for everything. */
function* textsOf(value: unknown, place: string): Generator<[place: string, text: string]> {
  if (typeof value === 'string') yield [place, value]
  else if (typeof value === 'function') yield [place, String(value('3', '3'))]
  else for (const [key, inner] of Object.entries(value as object)) yield* textsOf(inner, `${place}.${key}`)
}
const all = [...textsOf(tables, 'texts')]

test('O-07: words are plain: no exclamation, no please, no sorry, nothing left empty or undefined', () => {
  assert.ok(all.length > 300)
  for (const [place, text] of all) {
    assert.ok(text.trim() !== '' && !/undefined|\[object|NaN/.test(text), `${place}: ${text}`)
    assert.doesNotMatch(
      text,
      /!|\b(please|venligst|vennligst|vänligen|beklager|beklagar|desværre|tyvärr|sorry|unfortunately)\b/i,
      place,
    )
  }
})

test('O-07: Danish, Norwegian and Swedish do not get mixed up', () => {
  for (const [place, text] of all) {
    if (place.includes('.nb.'))
      assert.doesNotMatch(text, /\b(breve|ikke længere|adgangskode|hvad|Luk|af)\b/, place)
    if (place.includes('.sv.')) assert.doesNotMatch(text, /[æøÆØ]|\b(ikke|og|af|jeg|passord|breve)\b/, place)
    else if (!place.includes('.en.')) assert.doesNotMatch(text, /[äöÄÖ]|\b(och|inte|från|lösenord)\b/, place)
    if (place.includes('.da.')) assert.doesNotMatch(text, /\b(brevene|passord|hva|Lukk|noe|deg|meg)\b/, place)
  }
})
