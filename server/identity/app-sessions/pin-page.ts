/** `/sign-in/pin`: reopens a kept device, without script (I-11, D-02). */
import { SIGN_IN_PAGES } from '#api/session.ts'
import { PIN } from '#rules/pin.ts'
import { html } from '../pages/html.ts'
import { alertBox, hidden, renderPage } from '../pages/layout.ts'
import { passkeyPart } from '../pages/sign-in-page.ts'
import { PAGE_TEXTS } from '../pages/texts.ts'
import type { SessionLanguage } from '../session.store.ts'
import { PIN_TEXTS } from './pin-texts.ts'

export type PinPage = {
  language: SessionLanguage
  formToken: string
  next: string
  /** The person's name for this device; null when it is kept no longer. */
  device: string | null
  failure: string | null
}

/** The way round the PIN: `/sign-in` itself would lead back to it. */
const otherWay = (next: string) =>
  `${SIGN_IN_PAGES.signIn}?${new URLSearchParams({ return: next, way: 'other' })}`

export function pinPage(page: PinPage): string {
  const texts = PIN_TEXTS[page.language]
  const { device } = page
  return renderPage({
    language: page.language,
    title: texts.title,
    self: { path: SIGN_IN_PAGES.pin, query: { return: page.next } },
    script: device !== null && 'passkey.js',
    body: html`<h1>${texts.title}</h1>
${alertBox(page.failure)}
${
  device === null
    ? null
    : html`<p class="bh-quiet">${texts.lead(device)}</p>
<form method="post" action="${SIGN_IN_PAGES.pin}">
${hidden('form', page.formToken)}${hidden('return', page.next)}
<div class="bh-field">
<label for="pin">${texts.pin}</label>
<span class="bh-hint" id="pin-hint">${texts.hint}</span>
<input class="bh-code" id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" required maxlength="${PIN.digits}" ${
        page.failure === null
          ? html`aria-describedby="pin-hint"`
          : html`aria-invalid="true" aria-describedby="pin-hint failure"`
      }>
</div>
<button class="bh-button" type="submit">${texts.submit}</button>
</form>
${passkeyPart(page.language, {
  ask: `${SIGN_IN_PAGES.signIn}/passkey/options`,
  answer: `${SIGN_IN_PAGES.signIn}/passkey/verify`,
  form: page.formToken,
  next: page.next,
  label: PAGE_TEXTS[page.language].signIn.passkey,
  variant: 'secondary',
  divided: true,
})}`
}
<a class="bh-after" href="${otherWay(page.next)}">${texts.other}</a>`,
  })
}
