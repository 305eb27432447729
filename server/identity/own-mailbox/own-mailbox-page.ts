/** Without script: what a mailbox is, what one agrees to, one button. */
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { type AgreedName, agreedWords } from '../agreed/agreed-texts.ts'
import { type Html, html } from '../pages/html.ts'
import { alertBox, hidden, renderPage } from '../pages/layout.ts'
import type { SessionLanguage } from '../session.store.ts'
import type { Standing, Wanted } from './own-mailbox.ts'
import { OWN_MAILBOX_TEXTS } from './own-mailbox-texts.ts'

export const OWN_MAILBOX_PATH = '/id/mailbox'

export function ownMailboxPage(page: {
  language: SessionLanguage
  country: ProfileId
  formToken: string
  standing: Standing
  wanted?: Wanted
  failure?: 'consents' | 'register'
}): string {
  const { language, standing, wanted, failure } = page
  const t = OWN_MAILBOX_TEXTS[language]
  const words = (name: AgreedName) => agreedWords(name, language)
  const again = standing.kind === 'closed'
  const title = again ? t.againTitle : t.title
  const tick = (name: 'terms' | 'numberUse' | 'addressExchange', label: string, needed: boolean): Html =>
    html`<label class="bh-tick"><input type="checkbox" name="${name}" value="yes"${wanted?.[name] ? html` checked` : null}${
      needed ? html` required` : null
    }${failure === 'consents' && needed && !wanted?.[name] ? html` aria-invalid="true" aria-describedby="failure"` : null}> <span>${label}</span></label>`
  return renderPage({
    language,
    title,
    self: { path: OWN_MAILBOX_PATH, query: {} },
    body: html`<h1>${title}</h1>
<p class="bh-quiet">${standing.kind === 'closed' ? t.againLead(momentOf(language, page.country, standing.until)) : t.lead}</p>
${alertBox(failure ? t[failure] : null)}
<section aria-labelledby="terms-title"><h2 id="terms-title">${t.termsTitle}</h2>
<ul>${words('terms').points.map((item) => html`<li>${item}</li>`)}</ul></section>
<form method="post" action="${OWN_MAILBOX_PATH}">
${hidden('form', page.formToken)}
${tick('terms', words('terms').agree!, true)}
${tick('numberUse', words('number-use').agree!, true)}
${tick('addressExchange', words('address-exchange').agree!, false)}
<p class="bh-small">${[...words('address-exchange').points, t.exchangeHint].join(' ')}</p>
<button class="bh-button" type="submit">${again ? t.againSubmit : t.submit}</button>
</form>
<a class="bh-after" href="/id">${t.notNow}</a>`,
  })
}

const momentOf = (language: SessionLanguage, country: ProfileId, at: Date): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone: PROFILES[country].timeZone,
  }).format(at)
