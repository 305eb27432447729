// A reporter for node:test that says at the end which files took longest, their own start and end included: what to look at
// when a run comes near its limit.
import { relative } from 'node:path'
import type { TestEvent } from 'node:test/reporters'

const MOST = 15

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const files: { file: string; seconds: number }[] = []
  // Each file has a summary of its own; the last one, of all of them, has no file.
  for await (const { type, data } of events)
    if (type === 'test:summary' && data.file !== undefined)
      files.push({ file: relative(process.cwd(), data.file), seconds: data.duration_ms / 1000 })
  files.sort((a, b) => b.seconds - a.seconds)
  yield '\nThe slowest files, in seconds:\n'
  for (const { file, seconds } of files.slice(0, MOST)) yield `${seconds.toFixed(1).padStart(8)}  ${file}\n`
}
