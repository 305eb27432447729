/** Pages of key files: those one has, the command that fetches a new one, and the click that signs in. */
import { html } from '../../pages/html.ts'
import { hidden, renderPage } from '../../pages/layout.ts'
import type { SessionLanguage } from '../../session.store.ts'
import { type Looking, saidDone } from '../company-pages.ts'
import { timeIn } from '../event-list.ts'
import { COMPANY_PATHS as P } from '../paths.ts'
import { EMPLOYEE_TEXTS } from '../texts.ts'
import type { KeyRow } from './keys.store.ts'

export function keysPage(
  looking: Looking,
  shown: { employeeId: string; country: 'dk' | 'no'; keys: readonly KeyRow[]; done: boolean },
): string {
  const { language, formToken } = looking
  const { key, back } = EMPLOYEE_TEXTS[language]
  const path = P.keys(shown.employeeId)
  const time = (at: Date) => timeIn({ language, country: shown.country }, at)
  return renderPage({
    language,
    title: key.title,
    self: { path, query: {} },
    wide: { places: null },
    body: html`<h1>${key.title}</h1>
${saidDone(shown.done ? key.done : null)}
<p>${key.lead}</p>
${shown.keys.length === 0 ? html`<p>${key.none}</p>` : null}
<ul class="bh-rows">
${shown.keys.map(
  (one) => html`<li>
<span>${key.number} ${one.serial?.toString('hex').slice(0, 8) ?? ''}… · ${one.notAfter ? key.until(time(one.notAfter)) : ''} · ${one.lastUsedAt ? key.used(time(one.lastUsedAt)) : key.unused}</span>
<form method="post" action="${path}">
${hidden('form', formToken)}${hidden('end', one.keyId)}
<button class="bh-button" data-variant="secondary" type="submit">${key.end}<span class="bh-hidden"> ${one.serial?.toString('hex').slice(0, 8) ?? ''}</span></button>
</form></li>`,
)}
</ul>
<form method="post" action="${path}">
${hidden('form', formToken)}
<div class="bh-actions"><button class="bh-button" type="submit">${key.order}</button>
<a href="${P.employments}">${back}</a></div>
</form>`,
  })
}

export function orderedKeyPage(
  { language }: Looking,
  ordered: { employeeId: string; origin: string; code: string; minutes: number },
): string {
  const { key, back } = EMPLOYEE_TEXTS[language]
  return renderPage({
    language,
    title: key.orderedTitle,
    self: null,
    wide: { places: null },
    body: html`<h1>${key.orderedTitle}</h1>
<p>${key.ordered(ordered.minutes)}</p>
<pre id="command">brevhus-key enrol --url ${ordered.origin} --code=${ordered.code}</pre>
<p class="bh-notice" data-kind="warning">${key.once}</p>
<a class="bh-after" href="${P.keys(ordered.employeeId)}">${back}</a>`,
  })
}

export function keyLinkPage(
  page: { language: SessionLanguage; formToken: string },
  shown: { token: string; name: string; enterprise: string },
): string {
  const { key } = EMPLOYEE_TEXTS[page.language]
  return renderPage({
    language: page.language,
    title: key.signInTitle,
    self: { path: P.keyLink, query: { token: shown.token } },
    body: html`<h1>${key.signInTitle}</h1>
<p>${key.signIn(shown.name, shown.enterprise)}</p>
<form method="post" action="${P.keyLink}">
${hidden('form', page.formToken)}${hidden('token', shown.token)}
<button class="bh-button" type="submit">${key.submit}</button>
</form>
<p class="bh-small">${key.notYou}</p>`,
  })
}
