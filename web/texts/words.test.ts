import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import test from 'node:test'

const files = globSync('*-texts.ts', { cwd: import.meta.dirname })
const modules = await Promise.all(files.map((file) => import(`./${file}`)))
const tables = Object.fromEntries(
  modules
    .flatMap((exported) => Object.entries<object>(exported))
    .filter(([, value]) => 'nb' in Object(value)),
)

/** Stands for whatever a text may be told: a list, an object with every field, and read as text it is 3. */
const TOLD = new Proxy(['3'], {
  get: (list, key) => (typeof key === 'symbol' || key in list ? Reflect.get(list, key) : '3'),
})

/** Every text with where it stands. */
function* textsOf(value: unknown, place: string): Generator<[place: string, text: string]> {
  if (typeof value === 'string') yield [place, value]
  else if (typeof value === 'function') yield [place, String(value(TOLD, TOLD, TOLD, TOLD))]
  else for (const [key, inner] of Object.entries(value as object)) yield* textsOf(inner, `${place}.${key}`)
}
const all = [...textsOf(tables, 'texts')]

test('O-07: words are plain: no exclamation, no please, no sorry, nothing left empty or undefined', () => {
  assert.ok(Object.keys(tables).length >= files.length && all.length > 3000, `${all.length}`)
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
    // The Norwegian number has one name in every language.
    const swedish = text.replace('fødselsnummer', '')
    if (place.includes('.sv.'))
      assert.doesNotMatch(swedish, /[æøÆØ]|\b(ikke|og|af|jeg|passord|breve)\b/, place)
    else if (!place.includes('.en.')) assert.doesNotMatch(text, /[äöÄÖ]|\b(och|inte|från|lösenord)\b/, place)
    if (place.includes('.da.')) assert.doesNotMatch(text, /\b(passord|hva|Lukk|noe|deg|meg)\b/, place)
  }
})
