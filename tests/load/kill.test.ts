import { test } from 'node:test'
import { kill } from './kill.ts'

// `npm run bench -- kill` does the same two hundred times. It fails by itself when anything is lost, twice or altered, and
// plants faults in what it checks to show that it would notice.
test('S-05 S-06 O-04: killed at random moments, nothing acknowledged is lost, nothing is delivered twice, the log verifies', async (t) => {
  const { notes } = await kill((line) => t.diagnostic(line), {
    offices: 1,
    kills: 4,
    people: 1_000,
    fileRows: 200,
    postgresEvery: 2,
  })
  for (const note of notes) t.diagnostic(note)
})
