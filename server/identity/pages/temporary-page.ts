/** `/id/temporary-password` (I-20): by letter, or by SMS together with a code or a passkey. */
import { PAGES } from '../enrolment/order-code.ts'
import type { SessionLanguage } from '../session.store.ts'
import { field } from './choose-page.ts'
import { html } from './html.ts'
import { ID_TEXTS } from './id-texts.ts'
import { alertBox, hidden, renderPage } from './layout.ts'
import { passkeyPart } from './sign-in-page.ts'

export function temporaryPage(page: {
  language: SessionLanguage
  formToken: string
  failure: string | null
}): string {
  const texts = ID_TEXTS[page.language].temporary
  const channel = (value: 'letter' | 'sms', checked: boolean) =>
    html`<label class="bh-tick"><input type="radio" name="channel" value="${value}"${checked ? html` checked` : null}> <span>${texts[value]}</span></label>`
  return renderPage({
    language: page.language,
    title: texts.title,
    self: { path: PAGES.temporary, query: {} },
    script: 'passkey.js',
    body: html`<h1>${texts.title}</h1>
<p class="bh-quiet">${texts.lead}</p>
<p>${texts.wait}</p>
${alertBox(page.failure)}
<form method="post" action="${PAGES.temporary}">
${hidden('form', page.formToken)}
${field({ id: 'name', label: texts.name, hint: texts.nameHint, faulty: page.failure !== null, more: html`autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="100"` })}
<div role="radiogroup" aria-label="${texts.title}">${channel('letter', true)}${channel('sms', false)}</div>
<div class="bh-field">
<label for="code">${texts.code}</label>
<span class="bh-hint" id="code-hint">${texts.codeHint}</span>
<input class="bh-code" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="14" aria-describedby="code-hint">
</div>
<button class="bh-button" type="submit">${texts.submit}</button>
</form>
${passkeyPart(page.language, {
  ask: `${PAGES.temporary}/passkey/options`,
  answer: `${PAGES.temporary}/passkey/verify`,
  form: page.formToken,
  next: PAGES.temporaryOrdered,
  label: texts.passkey,
  variant: 'secondary',
  divided: true,
})}
<a class="bh-after" href="${PAGES.activate}">${ID_TEXTS[page.language].enrol.have}</a>`,
  })
}

/** The same whatever was typed. */
export function temporaryOrderedPage(page: { language: SessionLanguage }): string {
  const texts = ID_TEXTS[page.language].temporary
  return renderPage({
    language: page.language,
    title: texts.doneTitle,
    self: null,
    body: html`<h1>${texts.doneTitle}</h1>
<p role="status">${texts.done}</p>
<a class="bh-button" href="${PAGES.activate}">${ID_TEXTS[page.language].enrol.have}</a>`,
  })
}
