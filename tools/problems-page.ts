// Writes docs/problems.md from the registry of problems: the page a problem's `type` leads to.
import { writeFile } from 'node:fs/promises'
import { PROBLEMS } from '#api/problems.ts'

export function problemsPage(): string {
  const entries = Object.entries(PROBLEMS).sort(([a], [b]) => (a < b ? -1 : 1))
  const sections = entries.map(
    ([code, { status, title, remedy }]) => `## ${code}\n\n**${status}** · ${title}\n\n${remedy}\n`,
  )
  return `# Problems

Every refused request is answered as \`application/problem+json\` (RFC 9457). \`code\` is one of these; \`faults\` names the
fields, where fields are wrong. Generated from \`api/problems.ts\` by \`npm run problems\`.

${sections.join('\n')}`
}

if (import.meta.main) {
  await writeFile(new URL('../docs/problems.md', import.meta.url), problemsPage())
  console.log('Wrote docs/problems.md.')
}
