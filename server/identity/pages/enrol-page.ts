/** `/id/enrol`, `/id/recover`: a national number, and a letter to the registered address. The purpose stands before the field (N-04). */
import { ID_AGE_MIN } from '#rules/age.ts'
import { agreedWords } from '../agreed/agreed-texts.ts'
import { PAGES } from '../enrolment/order-code.ts'
import type { SessionLanguage } from '../session.store.ts'
import { type Html, html } from './html.ts'
import { ID_TEXTS } from './id-texts.ts'
import { alertBox, hidden, renderPage } from './layout.ts'
import { PRIVACY_PATH, PRIVACY_TEXTS } from './privacy-texts.ts'

export type EnrolPage = {
  language: SessionLanguage
  formToken: string
  way: 'enrol' | 'recover'
  failure: string | null
}

export function enrolPage(page: EnrolPage): string {
  const texts = ID_TEXTS[page.language]
  const { title, lead } = texts[page.way]
  return renderPage({
    language: page.language,
    title,
    self: { path: PAGES[page.way], query: {} },
    body: html`<h1>${title}</h1>
<p class="bh-quiet">${lead}</p>
${page.way === 'recover' ? html`<p>${texts.recover.wait}</p>` : purposePart(page.language)}
${alertBox(page.failure)}
<form method="post" action="${PAGES[page.way]}">
${hidden('form', page.formToken)}
${numberField(page.language, page.failure !== null)}
<button class="bh-button" type="submit">${texts.enrol.submit}</button>
</form>
<a class="bh-after" href="${PAGES.activate}">${texts.enrol.have}</a>
${
  page.way === 'recover'
    ? html`<a class="bh-after" href="${PAGES.temporary}">${texts.temporary.title}</a>
<a class="bh-after" href="${PAGES.block}">${texts.block.title}</a>`
    : null
}`,
  })
}

/** The same for every number. */
export function letterSentPage(page: { language: SessionLanguage }): string {
  const texts = ID_TEXTS[page.language].enrol
  return renderPage({
    language: page.language,
    title: texts.sentTitle,
    self: null,
    body: html`<h1>${texts.sentTitle}</h1>
<p role="status">${texts.sent}</p>
<p class="bh-small">${texts.limits}</p>
<a class="bh-button" href="${PAGES.activate}">${texts.have}</a>`,
  })
}

function numberField(language: SessionLanguage, faulty: boolean): Html {
  const texts = ID_TEXTS[language].enrol
  return html`<div class="bh-field">
<label for="number">${texts.number}</label>
<span class="bh-hint" id="number-hint">${texts.numberHint}</span>
<input id="number" name="number" inputmode="numeric" autocomplete="off" required maxlength="20" ${
    faulty
      ? html`aria-invalid="true" aria-describedby="number-hint failure"`
      : html`aria-describedby="number-hint"`
  }>
</div>`
}

function purposePart(language: SessionLanguage): Html {
  const { title, points } = agreedWords('id-purpose', language)
  const age = AGE_WORDS[language](ID_AGE_MIN)
  return html`<section aria-labelledby="purpose"><h2 id="purpose">${title}</h2>
<ul>${[...points, age].map((item) => html`<li>${item}</li>`)}</ul>
<p><a href="${PRIVACY_PATH}">${PRIVACY_TEXTS[language].title}</a></p></section>`
}

const AGE_WORDS = {
  da: ({ dk, no }) => `Du skal være fyldt ${dk} år i Danmark og ${no} år i Norge.`,
  nb: ({ dk, no }) => `Du må ha fylt ${dk} år i Danmark og ${no} år i Norge.`,
  sv: ({ dk, no }) => `Du måste ha fyllt ${dk} år i Danmark och ${no} år i Norge.`,
  en: ({ dk, no }) => `You must be ${dk} or older in Denmark, ${no} or older in Norway.`,
} as const satisfies Record<SessionLanguage, (least: typeof ID_AGE_MIN) => string>
