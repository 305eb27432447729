/** `/id/certificates`: one's own certificates, and what can be done with them; without script (I-04, I-12). */
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { type Html, html } from '../../pages/html.ts'
import { alertBox, hidden, renderPage } from '../../pages/layout.ts'
import type { SessionLanguage } from '../../session.store.ts'
import type { ShownCertificate } from '../show-certificates.ts'
import { CERTIFICATE_TEXTS, type CertificateTexts, OWN_REASONS } from './own-certificates-texts.ts'

export const CERTIFICATES_PATH = '/id/certificates'
export const CERTIFICATE_PATHS = {
  order: `${CERTIFICATES_PATH}/order`,
  renew: `${CERTIFICATES_PATH}/renew`,
  revoke: `${CERTIFICATES_PATH}/revoke`,
  file: (serial: string) => `${CERTIFICATES_PATH}/file/${serial}`,
} as const

export type CertificatesPage = {
  language: SessionLanguage
  country: ProfileId
  formToken: string
  certificates: readonly ShownCertificate[]
  done: keyof CertificateTexts['done'] | null
  failure: string | null
}

export function certificatesPage(page: CertificatesPage): string {
  const t = CERTIFICATE_TEXTS[page.language]
  return renderPage({
    language: page.language,
    title: t.title,
    self: { path: CERTIFICATES_PATH, query: {} },
    wide: { places: null },
    body: html`<h1>${t.title}</h1>
<p class="bh-quiet">${t.lead}</p>
${page.done ? html`<p class="bh-notice" data-kind="success" role="status">${t.done[page.done]}</p>` : null}
${alertBox(page.failure)}
${page.certificates.length === 0 ? html`<p>${t.none}</p>` : html`<ol class="bh-rows">${page.certificates.map((one) => row(page, t, one))}</ol>`}
<section aria-labelledby="order"><h2 id="order">${t.order}</h2>
<form method="post" action="${CERTIFICATE_PATHS.order}">
${hidden('form', page.formToken)}
<div class="bh-field">
<label for="csr">${t.csr}</label>
<span class="bh-hint" id="csr-hint">${t.orderLead}</span>
<textarea id="csr" name="csr" rows="8" required maxlength="12000" spellcheck="false" autocomplete="off" aria-describedby="csr-hint"></textarea>
</div>
<button class="bh-button" type="submit">${t.submit}</button>
</form></section>
<a class="bh-after" href="/id">${t.back}</a>`,
  })
}

function row(page: CertificatesPage, t: CertificateTexts, one: ShownCertificate): Html {
  const { serial, profile, state, revokedAt, notAfter } = one
  const date = (at: Date) =>
    new Intl.DateTimeFormat(page.language === 'en' ? 'en-GB' : page.language, {
      dateStyle: 'long',
      timeZone: PROFILES[page.country].timeZone,
    }).format(at)
  const about = `${t.serial} ${serial.slice(0, 8)}`
  const fields = html`${hidden('form', page.formToken)}${hidden('serial', serial)}`
  return html`<li><strong>${t.kind[profile] ?? profile}: ${t.state[state]}</strong>
<dl class="bh-facts"><dt>${t.serial}</dt><dd>${serial}</dd>
${revokedAt ? html`<dt>${t.revokedAt}</dt><dd>${date(revokedAt)}</dd>` : html`<dt>${t.until}</dt><dd>${date(notAfter)}</dd>`}</dl>
<p><a href="${CERTIFICATE_PATHS.file(serial)}" download aria-label="${t.fetch}: ${about}">${t.fetch}</a></p>
${
  state !== 'good'
    ? null
    : html`${
        profile === 'person'
          ? html`<form method="post" action="${CERTIFICATE_PATHS.renew}">${fields}
<button class="bh-button" data-variant="secondary" type="submit" aria-label="${t.renew}: ${about}">${t.renew}</button></form>`
          : null
      }<form method="post" action="${CERTIFICATE_PATHS.revoke}">${fields}
<div class="bh-field"><label for="reason-${serial}">${t.reason}</label>
<span class="bh-hint" id="lead-${serial}">${t.revokeLead}</span>
<select id="reason-${serial}" name="reason" aria-describedby="lead-${serial}">${OWN_REASONS.map((reason) => html`<option value="${reason}">${t.reasons[reason]}</option>`)}</select></div>
<button class="bh-button" data-variant="secondary" type="submit" aria-label="${t.revoke}: ${about}">${t.revoke}</button></form>`
}</li>`
}
