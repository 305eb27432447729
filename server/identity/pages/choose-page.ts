/** `/id/activate` and the page behind it: a code from a letter, then user ID, password and what one agrees to. */
import { PROFILES } from '#rules/profiles.ts'
import type { AgreedWords } from '../agreed/agreed-text.ts'
import { agreedWords } from '../agreed/agreed-texts.ts'
import { PAGES } from '../enrolment/order-code.ts'
import type { Choosing } from '../enrolment/try-code.ts'
import type { SessionLanguage } from '../session.store.ts'
import { type Html, html } from './html.ts'
import { ID_TEXTS } from './id-texts.ts'
import { alertBox, hidden, renderPage } from './layout.ts'

export function activatePage(page: {
  language: SessionLanguage
  formToken: string
  failure: string | null
}): string {
  const texts = ID_TEXTS[page.language].activate
  return renderPage({
    language: page.language,
    title: texts.title,
    self: { path: PAGES.activate, query: {} },
    body: html`<h1>${texts.title}</h1>
<p class="bh-quiet">${texts.lead}</p>
${alertBox(page.failure)}
<form method="post" action="${PAGES.activate}">
${hidden('form', page.formToken)}
${field({ id: 'name', label: texts.name, hint: texts.nameHint, faulty: page.failure !== null, more: html`autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="100"` })}
${field({ id: 'code', label: texts.code, hint: texts.codeHint, faulty: page.failure !== null, more: html`class="bh-code bh-letter-code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" maxlength="40"` })}
<button class="bh-button" type="submit">${texts.submit}</button>
</form>
<a class="bh-after" href="${PAGES.enrol}">${texts.none}</a>`,
  })
}

export type ChoosePage = {
  language: SessionLanguage
  formToken: string
  choosing: Choosing
  failures: readonly string[]
  given: { userId: string; publicServices: boolean; forgetDevices: boolean; keepDevices: boolean }
}

export function choosePage(page: ChoosePage): string {
  const texts = ID_TEXTS[page.language].choose
  const { choosing, given } = page
  const enrols = choosing.purpose === 'enrol'
  const title = enrols ? texts.title : texts.backTitle
  const faulty = page.failures.length > 0
  return renderPage({
    language: page.language,
    title,
    self: null,
    body: html`<h1>${title}</h1>
${enrols ? termsPart(agreedWords('id-terms', page.language)) : null}
${alertBox(faulty ? page.failures.join(' ') : null)}
<form method="post" action="${PAGES.choose}">
${hidden('form', page.formToken)}${hidden('ticket', choosing.ticket)}
${
  choosing.country === 'no'
    ? html`<p>${texts.byNumber}</p>`
    : choosing.userId !== null
      ? html`<p>${texts.keeps(choosing.userId)}</p>`
      : field({
          id: 'userId',
          label: texts.userId,
          hint: texts.userIdHint,
          faulty,
          more: html`value="${given.userId}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="40"`,
        })
}
${field({ id: 'password', label: texts.password, hint: texts.passwordHint, faulty, more: html`type="password" autocomplete="new-password" maxlength="1024"` })}
${
  enrols
    ? html`${tick('terms', agreedWords('id-terms', page.language).agree!, false, true)}${publicServicesPart(page)}`
    : choosing.purpose === 'recover'
      ? devicesPart(page)
      : null
}
<button class="bh-button" type="submit">${enrols ? texts.submit : texts.backSubmit}</button>
</form>`,
  })
}

const termsPart = (
  words: AgreedWords,
): Html => html`<section aria-labelledby="terms-title"><h2 id="terms-title">${words.title}</h2>
<ul>${words.points.map((item) => html`<li>${item}</li>`)}</ul></section>`

function publicServicesPart({ language, given }: ChoosePage): Html {
  const { agree, points } = agreedWords('public-services-and-signature', language)
  return html`${tick('publicServices', agree!, given.publicServices, false)}
<p class="bh-small">${[ID_TEXTS[language].choose.optional, ...points].join(' ')}</p>`
}

/** After a block nothing comes back unless its owner has looked at it and says so. */
function devicesPart({ language, choosing: { before, country }, given }: ChoosePage): Html | null {
  const texts = ID_TEXTS[language].choose
  if (before?.length === 0) return null
  if (!before) return tick('forgetDevices', texts.forget, given.forgetDevices, false)
  return html`<p>${texts.before}</p>
<ul>${before.map(({ name, since }) => html`<li>${name}, ${texts.since(dayIn(language, country, since))}</li>`)}</ul>
${tick('keepDevices', texts.keep, given.keepDevices, false)}`
}

const dayIn = (language: SessionLanguage, country: 'dk' | 'no', at: Date): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone: PROFILES[country].timeZone,
  }).format(at)

const tick = (name: string, label: string, checked: boolean, required: boolean): Html =>
  html`<label class="bh-tick"><input type="checkbox" name="${name}" value="yes"${checked ? html` checked` : null}${required ? html` required` : null}> <span>${label}</span></label>`

export function field(part: { id: string; label: string; hint: string; faulty: boolean; more: Html }): Html {
  return html`<div class="bh-field">
<label for="${part.id}">${part.label}</label>
<span class="bh-hint" id="${part.id}-hint">${part.hint}</span>
<input id="${part.id}" name="${part.id}" required ${part.more} ${
    part.faulty
      ? html`aria-invalid="true" aria-describedby="${part.id}-hint failure"`
      : html`aria-describedby="${part.id}-hint"`
  }>
</div>`
}
