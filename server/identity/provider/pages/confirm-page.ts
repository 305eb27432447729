/** `/consent/…` when a service provider asks for more than the session shows: the password again, or a second device. */
import { SESSION_PATHS } from '#api/session.ts'
import type { CardChallenge } from '../../devices/use-card.ts'
import { type Html, html } from '../../pages/html.ts'
import { alertBox, hidden, renderPage } from '../../pages/layout.ts'
import { passkeyPart } from '../../pages/sign-in-page.ts'
import { PAGE_TEXTS } from '../../pages/texts.ts'
import type { SessionLanguage } from '../../session.store.ts'
import { PROVIDER_TEXTS } from './texts.ts'

export type ConfirmPage = {
  language: SessionLanguage
  formToken: string
  path: string
  serviceProvider: string
  why: 'again' | 'level' | 'public'
  ways: { password: boolean; totp: boolean; passkey: boolean }
  /** Buttons to electronic IDs of others. */
  upstreams: Html | null
  /** The key of a printed card that is asked; null without a card. */
  card: CardChallenge | null
  failure: string | null
}

export function confirmPage(page: ConfirmPage): string {
  const { confirm } = PROVIDER_TEXTS[page.language]
  const { password, totp, passkey } = page.ways
  return renderPage({
    language: page.language,
    title: confirm.title,
    self: { path: page.path, query: {} },
    script: passkey && 'passkey.js',
    body: html`<h1>${confirm.title}</h1>
<p class="bh-quiet">${confirm[page.why](page.serviceProvider)}</p>
${alertBox(page.failure)}
${password ? passwordForm(page) : null}
${totp ? codeForm(page) : null}
${page.card ? cardForm(page, page.card) : null}
${passkey ? passkeyOf(page, password || totp || page.card !== null) : null}
${page.upstreams}
<form method="post" action="${page.path}">
${hidden('form', page.formToken)}
<button class="bh-button" data-variant="secondary" type="submit" name="answer" value="no">${confirm.stop}</button>
</form>`,
  })
}

function passwordForm(page: ConfirmPage): Html {
  return html`<form method="post" action="${page.path}">
${hidden('form', page.formToken)}
<div class="bh-field">
<label for="password">${PAGE_TEXTS[page.language].signIn.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200" ${faultOf(page)}>
</div>
<button class="bh-button" type="submit">${PROVIDER_TEXTS[page.language].confirm.password}</button>
</form>`
}

function codeForm(page: ConfirmPage): Html {
  const { stepUp } = PAGE_TEXTS[page.language]
  return html`<form method="post" action="${page.path}">
${hidden('form', page.formToken)}
<div class="bh-field">
<label for="code">${stepUp.code}</label>
<span class="bh-hint" id="code-hint">${stepUp.codeHint}</span>
<input class="bh-code" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="12" ${faultOf(page)}>
</div>
<button class="bh-button" type="submit">${stepUp.submit}</button>
</form>`
}

function cardForm(page: ConfirmPage, card: CardChallenge): Html {
  const { stepUp } = PAGE_TEXTS[page.language]
  return html`<form method="post" action="${page.path}">
${hidden('form', page.formToken)}${hidden('card', card.cardId)}${hidden('key', card.key)}
<dl class="bh-card-key"><div><dt>${stepUp.cardSerial}</dt><dd>${card.serial}</dd></div>
<div><dt>${stepUp.cardKey}</dt><dd><strong>${card.key}</strong></dd></div></dl>
<div class="bh-field">
<label for="card-code">${stepUp.cardCode}</label>
<input class="bh-code" id="card-code" name="code" inputmode="numeric" autocomplete="off" required maxlength="12" ${faultOf(page)}>
</div>
<button class="bh-button" ${page.ways.totp ? html`data-variant="secondary"` : null} type="submit">${stepUp.cardSubmit}</button>
</form>`
}

function passkeyOf(page: ConfirmPage, divided: boolean): Html {
  const texts = PAGE_TEXTS[page.language]
  return html`${passkeyPart(page.language, {
    ask: SESSION_PATHS.stepUpPasskeyOptions,
    answer: SESSION_PATHS.stepUpPasskeyVerify,
    form: null,
    next: page.path,
    label: texts.stepUp.passkey,
    variant: divided ? 'secondary' : 'primary',
    divided,
  })}
${divided ? null : html`<noscript><p class="bh-notice" data-kind="warning">${texts.stepUp.passkeyNeedsScript}</p></noscript>`}`
}

const faultOf = (page: ConfirmPage): Html | null =>
  page.failure === null ? null : html`aria-invalid="true" aria-describedby="failure"`
