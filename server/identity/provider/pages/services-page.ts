/** `/service-providers`: consents given, each with what it covers and a button that takes it back. */
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { type Html, html } from '../../pages/html.ts'
import { hidden, renderPage } from '../../pages/layout.ts'
import type { SessionLanguage } from '../../session.store.ts'
import type { ConsentRow } from '../consent.store.ts'
import { SIGN_IN_CONSENT } from '../existing-grant.ts'
import { PROVIDER_TEXTS } from './texts.ts'

export const SERVICES_PATH = '/service-providers'

export type ServicesPage = {
  consents: readonly ConsentRow[]
  language: SessionLanguage
  profile: ProfileId
  formToken: string
  withdrawn: boolean
}

export function servicesPage(page: ServicesPage): string {
  const { services } = PROVIDER_TEXTS[page.language]
  return renderPage({
    language: page.language,
    title: services.title,
    self: { path: SERVICES_PATH, query: {} },
    body: html`<h1>${services.title}</h1>
${page.withdrawn ? html`<p class="bh-notice" data-kind="success" role="status">${services.withdrawn}</p>` : null}
<p class="bh-quiet">${page.consents.length > 0 ? services.lead : services.none}</p>
${page.consents.map((consent) => consentPart(page, consent))}
<a class="bh-after" href="/">${services.home}</a>`,
  })
}

function consentPart(page: ServicesPage, consent: ServicesPage['consents'][number]): Html {
  const { services, claims } = PROVIDER_TEXTS[page.language]
  const name = consent.names[page.language]
  const said = consent.claims.flatMap((claim) =>
    claim !== SIGN_IN_CONSENT && Object.hasOwn(claims, claim) ? claims[claim as keyof typeof claims] : [],
  )
  const date = new Intl.DateTimeFormat(page.language === 'en' ? 'en-GB' : page.language, {
    dateStyle: 'long',
    timeZone: PROFILES[page.profile].timeZone,
  }).format(consent.givenAt)
  return html`<section class="bh-consented">
<h2>${name}</h2>
<p>${said.length > 0 ? said.join(', ') : services.nothing}</p>
<p class="bh-small">${services.since(date)}</p>
<form method="post" action="${SERVICES_PATH}">
${hidden('form', page.formToken)}
<button class="bh-button" data-variant="secondary" type="submit" name="withdraw" value="${consent.clientId}">${services.withdraw(name)}</button>
</form>
</section>`
}
