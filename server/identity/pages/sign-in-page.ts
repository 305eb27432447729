/** `/sign-in`: user ID and password in one form that works without script; a passkey where there is script. */
import { SIGN_IN_PAGES } from '#api/session.ts'
import type { SessionLanguage } from '../session.store.ts'
import { type Html, html } from './html.ts'
import { alertBox, hidden, renderPage } from './layout.ts'
import { PAGE_TEXTS } from './texts.ts'

export type SignInPage = {
  language: SessionLanguage
  formToken: string
  next: string
  failure: string | null
  /** As typed before; never a national number (P-07). */
  name: string
  /** Buttons to electronic IDs of others. */
  upstreams: Html | null
}

export function signInPage(page: SignInPage): string {
  const texts = PAGE_TEXTS[page.language]
  const faulty = page.failure !== null
  const field = (attributes: Html) =>
    faulty ? html`${attributes} aria-invalid="true" aria-describedby="failure"` : attributes
  return renderPage({
    language: page.language,
    title: texts.signIn.title,
    self: { path: SIGN_IN_PAGES.signIn, query: { return: page.next } },
    script: 'passkey.js',
    body: html`<h1>${texts.signIn.title}</h1>
<p class="bh-quiet">${texts.signIn.lead}</p>
${alertBox(page.failure)}
<form method="post" action="${SIGN_IN_PAGES.signIn}">
${hidden('form', page.formToken)}${hidden('return', page.next)}
<div class="bh-field">
<label for="name">${texts.signIn.name}</label>
<span class="bh-hint" id="name-hint">${texts.signIn.nameHint}</span>
<input id="name" name="name" value="${page.name}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" ${
      faulty
        ? html`aria-invalid="true" aria-describedby="name-hint failure"`
        : html`aria-describedby="name-hint"`
    }>
</div>
<div class="bh-field">
<label for="password">${texts.signIn.password}</label>
<input ${field(html`id="password" name="password" type="password" autocomplete="current-password" required maxlength="1024"`)}>
</div>
<button class="bh-button" type="submit">${texts.signIn.submit}</button>
</form>
${passkeyPart(page.language, {
  ask: `${SIGN_IN_PAGES.signIn}/passkey/options`,
  answer: `${SIGN_IN_PAGES.signIn}/passkey/verify`,
  form: page.formToken,
  next: page.next,
  label: texts.signIn.passkey,
  variant: 'secondary',
  divided: true,
})}
${page.upstreams}
<p class="bh-small">${texts.signIn.levels}</p>
<a class="bh-after" href="/id/recover">${texts.signIn.recover}</a>
<a class="bh-after" href="/id/enrol">${texts.signIn.enrol}</a>`,
  })
}

/** Hidden until the script has found that the browser can do it. */
export function passkeyPart(
  language: SessionLanguage,
  part: {
    ask: string
    answer: string
    form: string | null
    next: string
    label: string
    variant: 'primary' | 'secondary'
    divided: boolean
  },
): Html {
  const texts = PAGE_TEXTS[language]
  return html`<div class="bh-passkey" hidden data-passkey data-ask="${part.ask}" data-answer="${part.answer}" ${
    part.form === null ? null : html`data-form="${part.form}"`
  } data-next="${part.next}" data-waiting="${texts.waiting}" data-failed="${texts.failed.passkey}" data-stopped="${
    texts.failed.passkeyStopped
  }" data-wait="${texts.failed.wait(texts.minutes(1))}">
${part.divided ? html`<p class="bh-or">${texts.signIn.or}</p>` : null}
<button class="bh-button" data-variant="${part.variant}" type="button">${part.label}</button>
<p role="status" class="bh-small"></p>
</div>`
}
