// The SQL written in our code: every sql`…` template that begins with a statement, its values replaced by $1, $2, ….
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const STATEMENT = /^\s*(select|insert|update|delete|with|merge)\b/i

export type SqlText = { file: string; line: number; text: string }

export function sqlTexts(): SqlText[] {
  const files = globSync('server/**/*.ts', { cwd: ROOT }).filter((file) => !file.endsWith('.test.ts'))
  return files.flatMap((file) => sqlTextsOf(file, readFileSync(`${ROOT}/${file}`, 'utf8')))
}

function sqlTextsOf(file: string, code: string): SqlText[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest)
  const found: SqlText[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText(source) === 'sql') {
      const text = textOf(node.template)
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
      if (STATEMENT.test(text)) found.push({ file, line, text })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function textOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text
  return template.templateSpans.reduce(
    (text, span, i) => `${text}$${i + 1}${span.literal.text}`,
    template.head.text,
  )
}
