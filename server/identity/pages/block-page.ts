/** `/id/block`: shut the whole ID, with or without signing in. Nothing happens before the button: mail scanners follow links too. */
import { PAGES } from '../enrolment/order-code.ts'
import type { SessionLanguage } from '../session.store.ts'
import { field } from './choose-page.ts'
import { html } from './html.ts'
import { ID_TEXTS } from './id-texts.ts'
import { alertBox, hidden, renderPage } from './layout.ts'

export const BLOCK_OWN_PATH = `${PAGES.block}/own`

export function blockPage(page: {
  language: SessionLanguage
  formToken: string
  /** Bound to the session of who is signed in; null for nobody. */
  ownToken: string | null
  failure: string | null
}): string {
  const texts = ID_TEXTS[page.language].block
  return renderPage({
    language: page.language,
    title: texts.title,
    self: { path: PAGES.block, query: {} },
    body: html`<h1>${texts.title}</h1>
<p>${texts.lead}</p>
${alertBox(page.failure)}
${
  page.ownToken === null
    ? null
    : html`<h2>${texts.ownTitle}</h2>
<form method="post" action="${BLOCK_OWN_PATH}">${hidden('form', page.ownToken)}
<p class="bh-quiet">${texts.ownLead}</p>
<button class="bh-button" type="submit">${texts.submit}</button>
</form>
<h2>${texts.codeTitle}</h2>`
}
<form method="post" action="${PAGES.block}">
${hidden('form', page.formToken)}
${field({ id: 'name', label: texts.name, hint: texts.nameHint, faulty: page.failure !== null, more: html`autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="100"` })}
${field({ id: 'code', label: texts.code, hint: texts.codeHint, faulty: page.failure !== null, more: html`class="bh-code bh-letter-code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40"` })}
<button class="bh-button" ${page.ownToken === null ? null : html`data-variant="secondary"`} type="submit">${texts.submit}</button>
</form>`,
  })
}

export function blockLinkPage(page: { language: SessionLanguage; formToken: string; token: string }): string {
  const texts = ID_TEXTS[page.language].block
  return renderPage({
    language: page.language,
    title: texts.title,
    self: { path: `${PAGES.block}/${page.token}`, query: {} },
    body: html`<h1>${texts.title}</h1>
<p>${texts.linkLead}</p>
<p class="bh-quiet">${texts.lead}</p>
<form method="post" action="${PAGES.block}/${page.token}">
${hidden('form', page.formToken)}
<button class="bh-button" type="submit">${texts.submit}</button>
</form>`,
  })
}

export function blockedPage(page: { language: SessionLanguage }): string {
  const texts = ID_TEXTS[page.language].block
  return renderPage({
    language: page.language,
    title: texts.doneTitle,
    self: null,
    body: html`<h1>${texts.doneTitle}</h1>
<p role="status">${texts.done}</p>
<a class="bh-button" href="${PAGES.recover}">${texts.reopen}</a>`,
  })
}
