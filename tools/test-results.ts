// A reporter for node:test that writes one JSON line per finished test: what tools/test.ts judges the run by, and
// tools/requirements.ts the requirements.
import type { TestEvent } from 'node:test/reporters'

export type TestResult = { name: string; file: string; ok: boolean; skipped: boolean; todo: boolean }

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue
    // A file that cannot even be loaded is reported as a test of its own name; suites only sum up.
    if (data.details.type === 'suite') continue
    const result: TestResult = {
      name: data.name,
      file: data.file ?? data.name,
      ok: type === 'test:pass',
      skipped: data.skip !== undefined && data.skip !== false,
      todo: data.todo !== undefined && data.todo !== false,
    }
    yield `${JSON.stringify(result)}\n`
  }
}
