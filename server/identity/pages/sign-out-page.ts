/** `/sign-out`: asks while somebody is signed in, and says so afterwards. A link alone never signs anybody out. */
import { SIGN_IN_PAGES } from '#api/session.ts'
import type { SessionLanguage } from '../session.store.ts'
import { html } from './html.ts'
import { hidden, renderPage } from './layout.ts'
import { PAGE_TEXTS } from './texts.ts'

export function signOutPage(page: { language: SessionLanguage; formToken: string | null }): string {
  const texts = PAGE_TEXTS[page.language].signOut
  const title = page.formToken === null ? texts.doneTitle : texts.title
  return renderPage({
    language: page.language,
    title,
    self: { path: SIGN_IN_PAGES.signOut, query: {} },
    body:
      page.formToken === null
        ? html`<h1>${title}</h1>
<p>${texts.done}</p>
<a class="bh-button" href="${SIGN_IN_PAGES.signIn}">${texts.again}</a>`
        : html`<h1>${title}</h1>
<p>${texts.question}</p>
<form method="post" action="${SIGN_IN_PAGES.signOut}">
${hidden('form', page.formToken)}
<button class="bh-button" type="submit">${texts.submit}</button>
</form>
<a class="bh-after" href="/">${texts.stay}</a>`,
  })
}
