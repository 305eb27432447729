import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openScreen, table } from './screen.ts'

function recording(isTTY: boolean) {
  const said = { out: '', err: '' }
  let ms = 0
  return {
    said,
    later: (by: number) => {
      ms += by
    },
    screen: (json: boolean) =>
      openScreen({
        json,
        out: { write: (text) => (said.out += text) },
        err: { write: (text) => (said.err += text), isTTY, columns: 60 },
        nowMs: () => ms,
      }),
  }
}

test('a bar on a terminal, a line now and then elsewhere', () => {
  const terminal = recording(true)
  const bar = terminal.screen(false).progress('Uploading')
  bar.at(1, 4, '1 of 4')
  assert.match(terminal.said.err, /\r.*Uploading +██████░+ +25% 1 of 4$/)
  bar.end('done')
  assert.match(terminal.said.err, /\r.*Uploading +done\n$/)

  const pipe = recording(false)
  const lines = pipe.screen(false).progress('Uploading')
  lines.at(1, 4)
  assert.equal(pipe.said.err, '')
  pipe.later(6_000)
  lines.at(2, 4, '2 of 4')
  lines.at(3, 4)
  lines.end('done')
  assert.equal(pipe.said.err, 'Uploading: 50% 2 of 4\nUploading: done\n')
})

test('in a terminal narrower than its words a bar still ends its line, and one that says it has no columns shows all', () => {
  for (const [columns, shown] of [
    [16, /Uploading {4}do\n$/],
    [0, /Uploading +done, all of it\n$/],
  ] as const) {
    let said = ''
    const err = { write: (text: string) => (said += text), isTTY: true, columns }
    openScreen({ json: false, err }).progress('Uploading').end('done, all of it')
    assert.match(said, shown)
  }
})

test('with --json the result alone is on standard output', () => {
  const { said, screen } = recording(false)
  const json = screen(true)
  json.say('for people')
  json.result({ a: 1 })
  json.note('beside')
  assert.deepEqual(said, { out: '{"a":1}\n', err: 'beside\n' })
})

test('what others wrote cannot move the cursor or forge a line', () => {
  const { said, screen } = recording(false)
  screen(false).say('a\u001b[2Jb\r\nDelivered.\u202e')
  assert.equal(said.out.split('\n').length, 2)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
  assert.doesNotMatch(said.out, /[\u001b\r\u202e]/)
})

test('columns stand under each other, numbers to the right', () => {
  assert.deepEqual(
    table([
      ['delivered', 1200],
      ['refused', 7],
    ]),
    ['delivered  1200', 'refused       7'],
  )
})
