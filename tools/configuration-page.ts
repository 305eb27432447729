// Writes docs/configuration.md from the one table that also validates the environment (server/ground/config.ts).
import { writeFile } from 'node:fs/promises'
import { VARIABLES } from '#ground/config.ts'

export function configurationPage(): string {
  const rows = Object.entries(VARIABLES).map(([name, variable]) => {
    const fallback = 'fallback' in variable ? code(variable.fallback) : 'none: must be set'
    return `| \`${name}\` | ${cell(variable.about)} | ${cell(variable.allowed)} | ${fallback} |`
  })
  return `# Configuration

Everything comes from the environment and is read once, at start. A value that is not allowed stops the start, and every
wrong variable is named at once. Generated from \`server/ground/config.ts\` by \`npm run configuration\`.

| Variable | What it is | Allowed | Default |
|---|---|---|---|
${rows.join('\n')}
`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``
}

if (import.meta.main) {
  await writeFile(new URL('../docs/configuration.md', import.meta.url), configurationPage())
  console.log('Wrote docs/configuration.md.')
}
