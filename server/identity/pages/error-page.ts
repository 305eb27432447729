/** What a person sees when a page can't go on: what happened, what is safe, what to do, and a number for support. */
import type { SessionLanguage } from '../session.store.ts'
import { html } from './html.ts'
import { renderPage } from './layout.ts'
import { PAGE_TEXTS } from './texts.ts'

export type PageFailure =
  | 'form'
  | 'mailbox-not-open'
  | 'id-blocked'
  | 'device-not-usable'
  | 'too-often'
  | 'other'

export function errorPage(page: {
  language: SessionLanguage
  failure: PageFailure
  traceId: string
}): string {
  const texts = PAGE_TEXTS[page.language]
  return renderPage({
    language: page.language,
    title: texts.failed.title,
    self: { path: '/sign-in', query: {} },
    body: html`<h1>${texts.failed.title}</h1>
<p>${texts.failed[page.failure]}</p>
<a class="bh-button" href="/sign-in">${texts.signIn.title}</a>
<p class="bh-small">${texts.failed.trace}: ${page.traceId}</p>`,
  })
}
