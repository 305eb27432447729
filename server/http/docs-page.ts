/** The interface description as one page of plain HTML: no script, no styles from elsewhere. */

type Schema = { $ref?: string; type?: unknown; description?: string }
type Operation = {
  operationId: string
  summary?: string
  description?: string
  parameters?: { name: string; in: string; required?: boolean; description?: string; $ref?: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<
    string,
    { $ref?: string; description?: string; content?: Record<string, { schema?: Schema }> }
  >
}
type Document = {
  info: { title: string; description: string }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema>; responses: Record<string, { description: string }> }
}

export function docsPage(document: Document): string {
  const operations = Object.entries(document.paths).flatMap(([url, methods]) =>
    Object.entries(methods).map(([method, operation]) => section(method, url, operation)),
  )
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      `<section id="schema-${name}"><h3>${name}</h3><pre>${linked(html(JSON.stringify(schema, null, 2)))}</pre></section>`,
  )
  const problems = Object.entries(document.components.responses).map(
    ([name, { description }]) =>
      `<section id="response-${name}"><h3>${name.replace('Problem', '')}</h3><pre>${html(description)}</pre></section>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${html(document.info.title)}</title></head><body><main><h1>${html(document.info.title)}</h1>
${document.info.description
  .split('\n\n')
  .map((text) => `<p>${html(text)}</p>`)
  .join('\n')}
<p>The same for programs: <a href="/v1/openapi.json">/v1/openapi.json</a></p>
<h2>Addresses</h2>${operations.join('\n')}
<h2>Problems</h2>${problems.join('\n')}
<h2>Messages</h2>${schemas.join('\n')}</main></body></html>`
}

function section(method: string, url: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: place, required, description = '' }) =>
      `<li><code>${html(name)}</code> (${place}${required ? ', required' : ''}) ${html(description)}</li>`,
  )
  const takes = Object.entries(operation.requestBody?.content ?? {}).map(
    ([type, { schema }]) => `<li>takes <code>${html(type)}</code> ${named(schema)}</li>`,
  )
  const answers = Object.entries(operation.responses).map(([status, { $ref, content, description = '' }]) => {
    if ($ref) return `<li>${status}: <a href="#response-${$ref.split('/').pop()}">problem</a></li>`
    const schema = Object.values(content ?? {})[0]?.schema
    return `<li>${status}: ${schema ? named(schema) : html(description)}</li>`
  })
  return `<section id="${operation.operationId}"><h3><code>${method.toUpperCase()} ${html(url)}</code></h3>
<p>${html(operation.summary ?? '')}. ${html(operation.description ?? '')}</p>
<ul>${[...parameters, ...takes, ...answers].join('')}</ul></section>`
}

function named(schema: Schema | undefined): string {
  const name = schema?.$ref?.split('/').pop()
  return name ? `<a href="#schema-${name}">${name}</a>` : html(schema?.description ?? '')
}

const linked = (text: string): string =>
  text.replace(/#\/components\/schemas\/(\w+)/g, '<a href="#schema-$1">$1</a>')

const html = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)
