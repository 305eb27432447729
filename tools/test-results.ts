// A reporter for node:test that writes one JSON line per finished test: what tools/test.ts judges the run by, and
// tools/requirements.ts the requirements.
import type { TestEvent } from 'node:test/reporters'
import { inspect, stripVTControlCharacters } from 'node:util'

/** Lines of one error: enough for what was expected, what came, and where. */
const ERROR_LINES_MAX = 40

/** `within` are the names of the suites and tests around it, outermost first: their IDs count for it too. */
export type TestResult = {
  name: string
  within: string[]
  file: string
  ok: boolean
  skipped: boolean
  todo: boolean
  /** Of a failed one. */
  error?: string
}

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  // The runner reports one file after another, each test between its start and its end, however many ran at once.
  let open: string[] = []
  for await (const { type, data } of events) {
    if (type === 'test:start') open = [...open.slice(0, data.nesting), data.name]
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const result: TestResult = {
      name: data.name,
      within: open.slice(0, data.nesting),
      file: data.file ?? data.name,
      ok: type === 'test:pass',
      skipped: data.skip !== undefined && data.skip !== false,
      todo: data.todo !== undefined && data.todo !== false,
    }
    if (type === 'test:fail') result.error = lines(data.details.error)
    // A file that cannot even be loaded is reported as a test of its own name. Suites only sum up, unless they were skipped.
    if (data.details.type === 'suite' && !result.skipped && !result.todo) continue
    yield `${JSON.stringify(result)}\n`
  }
}

/** What the test itself threw, without the wrapping of node:test. */
function lines(error: Error): string {
  const text = stripVTControlCharacters(inspect(error.cause ?? error))
  return text.split('\n').slice(0, ERROR_LINES_MAX).join('\n')
}
