import assert from 'node:assert/strict'
import test from 'node:test'
import { chooseVoices } from './read-aloud.ts'

const voice = (lang: string, localService: boolean, isDefault = false) => ({
  lang,
  localService,
  default: isDefault,
})

test('B-13 E-15: a voice on the device and one elsewhere are never confused, and another language’s is neither', () => {
  const voices = [
    voice('en-US', true, true),
    voice('da-DK', false),
    voice('no_NO', true),
    voice('sv-SE', false, true),
    voice('sv-SE', true),
  ]
  assert.deepEqual(chooseVoices(voices, 'da'), { local: null, remote: voices[1] })
  assert.deepEqual(chooseVoices(voices, 'nb'), { local: voices[2], remote: null })
  assert.deepEqual(chooseVoices(voices, 'sv'), { local: voices[4], remote: voices[3] })
  assert.deepEqual(chooseVoices([], 'en'), { local: null, remote: null })
})
