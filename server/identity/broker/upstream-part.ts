/** Buttons to electronic IDs of others on the sign-in and step-up pages: a form each, so that they work without script. */
import type { FastifyReply } from 'fastify'
import { type Html, html } from '../pages/html.ts'
import { hidden, renderPage } from '../pages/layout.ts'
import type { Identity } from '../room.ts'
import type { SessionLanguage } from '../session.store.ts'
import { UPSTREAM_TEXTS } from './upstream-texts.ts'
import type { Upstream, Upstreams } from './upstreams.ts'

/** @param fields of the form beside its token: where to come back to */
export function upstreamPart(
  upstreams: Upstreams,
  part: {
    language: SessionLanguage
    formToken: string
    fields: Readonly<Record<string, string>>
    purpose: 'signIn' | 'stepUp'
    /** There are other ways above. */
    divided: boolean
  },
): Html | null {
  if (upstreams.size === 0) return null
  const texts = UPSTREAM_TEXTS[part.language]
  // What people of the reader's language are likely to have comes first.
  const near = part.language === 'nb' ? 'no' : 'dk'
  const distance = ({ profile }: Upstream) => (profile.country === near ? 0 : 1)
  const ordered = [...upstreams.values()].sort((a, b) => distance(a) - distance(b))
  return html`<div class="bh-upstreams">
${part.divided ? html`<p class="bh-or">${texts.or}</p>` : null}
${ordered.map(
  ({ id, profile }) => html`<form method="post" action="/sign-in/with/${id}">
${hidden('form', part.formToken)}${Object.entries(part.fields).map(([name, value]) => hidden(name, value))}
<button class="bh-button" ${part.divided ? SECONDARY : null} type="submit">${texts[part.purpose](profile.name)}</button>
</form>
`,
)}</div>`
}

const SECONDARY = html`data-variant="secondary"`

/** Browsers hold a form's redirects against `form-action` too, so these pages allow the upstreams, and no others. */
export function allowUpstreams(identity: Identity, reply: FastifyReply): void {
  const origins = new Set([...identity.upstreams.values()].flatMap((upstream) => [...upstream.origins]))
  const policy = reply.getHeader('content-security-policy')
  if (origins.size === 0 || typeof policy !== 'string') return
  reply.header(
    'content-security-policy',
    policy.replace("form-action 'self'", `form-action 'self' ${[...origins].join(' ')}`),
  )
}

/** For everybody whose electronic ID is genuine and opens nothing here: one page, whatever the register knows of them. */
export function noAccountPage(page: { language: SessionLanguage; name: string; self: string }): string {
  const texts = UPSTREAM_TEXTS[page.language].none
  return renderPage({
    language: page.language,
    title: texts.title,
    self: { path: page.self, query: {} },
    body: html`<h1>${texts.title}</h1>
<p>${texts.lead(page.name)}</p>
<p>${texts.how}</p>
<p>${texts.linkHow}</p>
<a class="bh-button" href="/id/enrol">${texts.order}</a>
<a class="bh-after" href="/sign-in">${texts.back}</a>`,
  })
}
