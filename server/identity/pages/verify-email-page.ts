/** `/verify-email`: where the link of a verification mail leads (P-09). Nothing happens before the button: mail scanners follow
 * links too, and none of these pages tells whether a link is alive, spent or somebody else's. */
import type { SessionLanguage } from '../session.store.ts'
import { html } from './html.ts'
import { hidden, renderPage } from './layout.ts'
import { PAGE_TEXTS } from './texts.ts'

export const VERIFY_EMAIL_PATH = '/verify-email'

export function verifyEmailPage(page: {
  language: SessionLanguage
  formToken: string
  token: string
}): string {
  const texts = PAGE_TEXTS[page.language].verifyEmail
  return renderPage({
    language: page.language,
    title: texts.title,
    self: { path: VERIFY_EMAIL_PATH, query: { token: page.token } },
    body: html`<h1>${texts.title}</h1>
<p>${texts.lead}</p>
<form method="post" action="${VERIFY_EMAIL_PATH}">
${hidden('form', page.formToken)}${hidden('token', page.token)}
<button class="bh-button" type="submit">${texts.submit}</button>
</form>
<a class="bh-after" href="/">${texts.later}</a>`,
  })
}

/** @param page.address of the address just confirmed; null when the link is good for nothing, whyever. */
export function emailVerifiedPage(page: { language: SessionLanguage; address: string | null }): string {
  const texts = PAGE_TEXTS[page.language].verifyEmail
  const title = page.address === null ? texts.failedTitle : texts.doneTitle
  return renderPage({
    language: page.language,
    title,
    self: null,
    body: html`<h1>${title}</h1>
<p role="status">${page.address === null ? texts.failed : texts.done(page.address)}</p>
<a class="bh-button" href="/settings">${texts.settings}</a>`,
  })
}
