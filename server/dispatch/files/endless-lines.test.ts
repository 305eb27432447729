// Lists whose lines hold more than a list does: refused with their place, in the memory the process has (A-09, O-06).
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** As small as the role `files` runs with (tools/role-process.ts), so that what takes too much fails here too. */
const HEAP_MB = 128

/** Reads the lists that these make, in a process of its own. Answers the fault of each list, or of its rows. */
async function read(
  lists: readonly (readonly [format: 'csv' | 'json-lines', made: string])[],
): Promise<string[][]> {
  const file = fileURLToPath(new URL('./read-recipients.ts', import.meta.url))
  const program = `
    const { readRecipients } = await import(${JSON.stringify(file)})
    async function* piecesOf(text) {
      for (let at = 0; at < text.length; at += 65536) yield text.subarray(at, at + 65536)
    }
    async function read(format, text) {
      const told = []
      try {
        for await (const rows of readRecipients(piecesOf(text), { name: 'list', format }))
          for (const { refused } of rows) told.push(...(refused?.faults ?? []).map(({ field, code }) => field + ' ' + code))
      } catch (error) {
        told.push(...error.faults.map(({ field, reason }) => field + ' ' + reason))
      }
      return told
    }
    const all = []
    ${lists.map(([format, made]) => `all.push(await read('${format}', Buffer.from(${made})))`).join('\n')}
    console.log(JSON.stringify(all))`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, '--input-type=module', '-e', program],
    { timeout: 600_000 },
  )
  return JSON.parse(stdout)
}

const ROW = `'email,street\\nkaren@havn.example,'`

test('A-09 O-06: fields, columns and names without end are the fault of a row or of the list, and take no more memory than there is', async () => {
  const lists = [
    ['csv', `${ROW} + 'y'.repeat(10e6) + '\\n'`, ['street too-long']],
    ['csv', `${ROW} + '"' + 'y, '.repeat(3e6) + '"\\n'`, ['street too-long']],
    ['csv', `'email,' + 'z9-'.repeat(3.3e6) + '\\na,b\\n'`, ['list, column 2 unknown-column']],
    ['csv', `'z9-'.repeat(3.3e6)`, ['list, column 1 unknown-column']],
    ['csv', `','.repeat(10e6) + '\\n'`, ['list, line 1 too-many-columns']],
    ['csv', `'a,'.repeat(500) + '\\n'`, ['list, line 1 too-many-columns']],
    ['csv', `${ROW} + ','.repeat(10e6) + '\\n'`, ['list, line 2 too-many-columns']],
    ['csv', `${ROW} + '"\\n",'.repeat(2e6) + '\\n'`, [/^list, line \d+ too-many-columns$/]],
    ['csv', `'email,documents\\na@b.example,' + 'a;'.repeat(5e6) + '\\n'`, ['documents field-form']],
    ['json-lines', `'{"email":"' + 'a'.repeat(10e6) + '"}\\n'`, ['row too-long']],
    ['json-lines', `'{' + '"a' + '":1,"'.repeat(2e6) + '":1}\\n'`, ['row too-long']],
    [
      'json-lines',
      `'{"email":"a@b.example"' + Array.from({ length: 60_000 }, (_, i) => ',"x' + i + '":1').join('') + '}\\n'`,
      Array.from({ length: 20 }, (_, i) => `x${i} unknown-field`),
    ],
  ] as const
  const all = await read(lists.map(([format, made]) => [format, made]))
  for (const [at, [, made, told]] of lists.entries()) {
    const [wanted] = told
    if (wanted instanceof RegExp) assert.match(all[at]!.join(), wanted, made)
    else assert.deepEqual(all[at], told, made)
  }
})
