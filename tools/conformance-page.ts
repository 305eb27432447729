// `npm run conformance`: runs the tests that are named after the modules of two OpenID Foundation test plans, and writes the pass table
// docs/conformance.md from what they said. A module that fails is written as failed.
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { PLANS, type Plan } from '#tests/conformance/modules.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const CONFORMANCE_PAGE = fileURLToPath(new URL('../docs/conformance.md', import.meta.url))
const FILES = [
  'tests/conformance/openid-basic-op.test.ts',
  'tests/conformance/fapi2-security-profile.test.ts',
  'tests/conformance/fapi2-pushed-requests.test.ts',
]

export type Results = ReadonlyMap<string, 'passed' | 'failed'>

/** The page for these results. Tests are found by the module's name in front of the colon. */
export function conformancePage(results: Results): string {
  return `# OpenID conformance, self-tested

This provider is **self-tested, never certified**. Every module of two plans of the OpenID Foundation's conformance suite is a test of ours by the same name, written from the
specifications and the modules' published summaries; what is left out says why. The relying party in the tests is \`openid-client\`, signatures are made and checked by \`jose\`; \`npm test\` runs them all,
\`npm run conformance\` writes this page from a run.

${PLANS.map((plan) => section(plan, results)).join('\n')}`
}

function section(plan: Plan, results: Results): string {
  const rows = plan.modules.map(({ name, leftOut }) =>
    leftOut === undefined
      ? `| \`${name}\` | ${results.get(name) ?? 'no result'} |`
      : `| \`${name}\` | left out: ${leftOut} |`,
  )
  const tested = plan.modules.filter(({ leftOut }) => leftOut === undefined)
  const passed = tested.filter(({ name }) => results.get(name) === 'passed').length
  return `## ${plan.title}
Plan \`${plan.plan}\`: ${passed} of ${tested.length} modules passed, ${plan.modules.length - tested.length} left out. Variant: ${plan.variant}

| Module | Result |
|---|---|
${rows.join('\n')}
`
}

/** The modules among test names: `I-08 oidcc-server: …`. */
export function moduleOf(testName: string): string | null {
  const [, module = null] = /^(?:[A-Z]-\d\d )+((?:oidcc|fapi2)-[A-Za-z0-9_-]+):/.exec(testName) ?? []
  return module
}

async function run(): Promise<Results> {
  const results = new Map<string, 'passed' | 'failed'>()
  const child = spawn(process.execPath, ['--test', '--test-reporter=tap', ...FILES], { cwd: ROOT })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  await new Promise((done) => child.on('close', done))
  for (const [, verdict, name] of output.matchAll(/^\s*(ok|not ok) \d+ - (.*)$/gm)) {
    const module = moduleOf(name!.replaceAll('\\', ''))
    if (module)
      results.set(module, verdict === 'ok' && results.get(module) !== 'failed' ? 'passed' : 'failed')
  }
  return results
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = await run()
  await writeFile(CONFORMANCE_PAGE, conformancePage(results))
  console.log('Wrote docs/conformance.md.')
  if ([...results.values()].includes('failed') || results.size === 0) process.exitCode = 1
}
