import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTypstTypesetter } from './typesetter-typst.ts'

const madeAt = new Date('2026-11-22T09:00:00Z')
const page = {
  source: '#set document(title: "x")\n#sys.inputs.at("words")',
  inputs: { words: '#panic("no") *Ø*' },
  madeAt,
}

test('the same letter typeset twice is the same file, and data is never markup', async () => {
  const typesetter = openTypstTypesetter()
  try {
    const [one, two] = await Promise.all([typesetter.typeset(page), typesetter.typeset(page)])
    assert.equal(Buffer.from(one).subarray(0, 5).toString(), '%PDF-')
    assert.deepEqual(one, two)
  } finally {
    typesetter.close()
  }
})

test('a document with a fault is refused without quoting it, and the next one is set', async () => {
  const typesetter = openTypstTypesetter()
  try {
    const error: Error = await typesetter.typeset({ ...page, source: '#panic("K7QM-4R2X-9TPD")' }).then(
      () => assert.fail(),
      (e) => e,
    )
    assert.doesNotMatch(error.message, /K7QM/)
    assert.ok((await typesetter.typeset(page)).length > 500)
  } finally {
    typesetter.close()
  }
})

test('a typesetter that takes too long is ended, and one that was idle comes back', async () => {
  const impatient = openTypstTypesetter({ documentMs: 1 })
  await assert.rejects(impatient.typeset(page), /too long/)
  impatient.close()
  const brief = openTypstTypesetter({ idleMs: 1 })
  try {
    await brief.typeset(page)
    await sleep(50)
    assert.ok((await brief.typeset(page)).length > 500)
  } finally {
    brief.close()
  }
})
