import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { openLog } from './log.ts'

test('the log tells class, code and frames of an error, and never what it says, however it is handed in', () => {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const log = openLog({ level: 'debug', name: 'test', stream })
  const error = Object.assign(new RangeError('Karen Lindholm\n    at Karen (0101901234)'), {
    code: 'E_QUOTES',
    detail: 'Key (email)=(karen@fjordby.example)',
    cause: new Error('Karen as a cause'),
  })
  log.error(error)
  log.error({ event: 'failed', err: error })
  log.child({ lane: 'x' }).warn({ event: 'failed', err: error })
  log.info({ event: 'odd', err: 'not an error' })
  assert.equal(lines.length, 4)
  assert.doesNotMatch(lines.join(''), /Karen|0101901234|karen@/)
  for (const line of lines.slice(0, 3)) {
    const { err } = JSON.parse(line)
    assert.deepEqual([err.type, err.code], ['RangeError', 'E_QUOTES'])
    assert.match(err.frames[0], /^at .*log\.test\.ts/)
  }
  assert.equal(JSON.parse(lines[2]!).lane, 'x')
})
