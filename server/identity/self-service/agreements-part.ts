/** The part of `/id` about what was agreed to. */
import { TEXTS_PATH, textPath } from '../agreed/agreed-pages.ts'
import { type Html, html } from '../pages/html.ts'
import { hidden } from '../pages/layout.ts'
import { PRIVACY_PATH, PRIVACY_TEXTS } from '../pages/privacy-texts.ts'
import type { SessionLanguage } from '../session.store.ts'
import { type AgreementRow, servesPublicly } from './agreements.ts'

export const PUBLIC_SERVICES_PATHS = {
  accept: '/id/public-services/accept',
  withdraw: '/id/public-services/withdraw',
} as const

const TEXTS = {
  da: {
    title: 'Hvad du har sagt ja til',
    none: 'Intet er registreret; dit ID er oprettet af posthuset selv.',
    names: {
      'id-terms': 'Vilkår for ID',
      'public-services-and-signature': 'Offentlige tjenester og signering',
    },
    accepted: 'Accepteret',
    withdrawn: 'Trukket tilbage',
    texts: 'Læs, hvad du har sagt ja til, og alle tidligere tekster',
    version: 'tekst',
    accept: 'Brug også ID til offentlige tjenester og signering',
    withdraw: 'Brug det ikke længere til offentlige tjenester og signering',
    withdrawLead: 'Siger du nej igen, tilbagekaldes også dine personlige certifikater for altid.',
  },
  nb: {
    title: 'Hva du har sagt ja til',
    none: 'Ingenting er registrert; ID-en er opprettet av posthuset selv.',
    names: {
      'id-terms': 'Vilkår for ID',
      'public-services-and-signature': 'Offentlige tjenester og signering',
    },
    accepted: 'Godtatt',
    withdrawn: 'Trukket tilbake',
    texts: 'Les hva du har sagt ja til, og alle tidligere tekster',
    version: 'tekst',
    accept: 'Bruk også ID-en til offentlige tjenester og signering',
    withdraw: 'Ikke bruk den lenger til offentlige tjenester og signering',
    withdrawLead: 'Sier du nei igjen, tilbakekalles også de personlige sertifikatene dine for godt.',
  },
  sv: {
    title: 'Vad du har sagt ja till',
    none: 'Inget är registrerat; ditt ID har skapats av postkontoret självt.',
    names: {
      'id-terms': 'Villkor för ID',
      'public-services-and-signature': 'Offentliga tjänster och underskrift',
    },
    accepted: 'Godkänt',
    withdrawn: 'Återtaget',
    texts: 'Läs vad du har sagt ja till, och alla tidigare texter',
    version: 'text',
    accept: 'Använd även ID:t för offentliga tjänster och underskrift',
    withdraw: 'Använd det inte längre för offentliga tjänster och underskrift',
    withdrawLead: 'Säger du nej igen återkallas också dina personliga certifikat för gott.',
  },
  en: {
    title: 'What you agreed to',
    none: 'Nothing is on record; the post office itself made your ID.',
    names: {
      'id-terms': 'Terms of the ID',
      'public-services-and-signature': 'Public services and signature',
    },
    accepted: 'Accepted',
    withdrawn: 'Taken back',
    texts: 'Read what you agreed to, and all earlier texts',
    version: 'text',
    accept: 'Use the ID for public services and signature too',
    withdraw: 'Use it for public services and signature no longer',
    withdrawLead: 'If you say no again, your personal certificates are revoked for good too.',
  },
} as const satisfies Record<SessionLanguage, object>

export function agreementsPart(
  { language, formToken }: { language: SessionLanguage; formToken: string },
  rows: readonly AgreementRow[],
  time: (at: Date) => Html,
): Html {
  const t = TEXTS[language]
  const on = servesPublicly(rows)
  return html`<section aria-labelledby="agreements"><h2 id="agreements">${t.title}</h2>
${
  rows.length === 0
    ? html`<p>${t.none}</p>`
    : html`<ol class="bh-rows">${rows.map(
        (row) => html`<li><strong>${t.names[row.agreement]}</strong>
<span>${row.accepted ? t.accepted : t.withdrawn} (<a href="${textPath(row.agreement, row.textVersion)}">${t.version} ${row.textVersion}</a>)</span>${time(row.at)}</li>`,
      )}</ol>`
}
<p><a href="${TEXTS_PATH}">${t.texts}</a></p>
<p><a href="${PRIVACY_PATH}">${PRIVACY_TEXTS[language].title}</a></p>
<form method="post" action="${on ? PUBLIC_SERVICES_PATHS.withdraw : PUBLIC_SERVICES_PATHS.accept}">
${hidden('form', formToken)}
${on ? html`<p>${t.withdrawLead}</p>` : null}
<button class="bh-button" data-variant="secondary" type="submit">${on ? t.withdraw : t.accept}</button>
</form>
</section>`
}
