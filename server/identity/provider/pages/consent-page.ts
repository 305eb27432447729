/** `/consent/…`: exactly what a service provider is about to be given, value by value, and the two answers to it (N-18). */
import { agreedWords } from '../../agreed/agreed-texts.ts'
import { type Html, html } from '../../pages/html.ts'
import { hidden, renderPage } from '../../pages/layout.ts'
import type { SessionLanguage } from '../../session.store.ts'
import type { Claim } from '../claims-asked.ts'
import { type DisclosedValues, shownValue } from '../disclosed-values.ts'
import { PROVIDER_TEXTS, type ProviderTexts } from './texts.ts'

export type ConsentPage = {
  language: SessionLanguage
  formToken: string
  path: string
  serviceProvider: string
  personName: string
  claims: readonly Claim[]
  values: DisclosedValues
  numberGround: string | null
  /** It asks to come back for the data while nobody is signed in (`offline_access`). */
  lasting: boolean
}

export function consentPage(page: ConsentPage): string {
  const texts = PROVIDER_TEXTS[page.language]
  const { consent } = texts
  const name = page.serviceProvider
  const { points, agree } = agreedWords('disclosure', page.language)
  const [, lasting, remembered] = points
  const lines = linesOf(page, texts)
  const number = page.numberGround && page.claims.includes('national_number')
  return renderPage({
    language: page.language,
    title: consent.title(name),
    self: { path: page.path, query: {} },
    body: html`<h1>${consent.title(name)}</h1>
<p class="bh-quiet">${lines.length > 0 ? consent.lead(name) : consent.nothing(name)}</p>
${lines.length > 0 ? html`<dl class="bh-disclosed">${lines}</dl>` : null}
${number ? html`<p class="bh-small">${consent.number(page.numberGround!)}</p>` : null}
${page.lasting ? html`<p class="bh-notice" data-kind="warning">${lasting!}</p>` : null}
<form method="post" action="${page.path}" class="bh-consent-answers">
${hidden('form', page.formToken)}${hidden('shown', page.claims.filter((claim) => page.values[claim] !== undefined).join(' '))}
<button class="bh-button" type="submit" name="answer" value="yes">${lines.length > 0 ? agree! : consent.acceptNothing}</button>
<button class="bh-button" data-variant="secondary" type="submit" name="answer" value="no">${consent.refuse}</button>
</form>
<p class="bh-small">${consent.signedInAs(page.personName)}</p>
<p class="bh-small">${remembered!}</p>`,
  })
}

function linesOf(page: ConsentPage, texts: ProviderTexts): Html[] {
  return page.claims.flatMap((claim) => {
    if (
      claim === 'email_verified' ||
      claim === 'phone_number_verified' ||
      claim === 'national_number_country'
    )
      return []
    const value = shownValue(page.values, claim)
    return html`<div><dt>${texts.claims[claim]}</dt><dd>${value ?? html`<span class="bh-quiet">${texts.consent.missing}</span>`}</dd></div>`
  })
}
