/** `/sign-in/step-up`: raises the present session and leads to exactly the letter it was asked for (B-06). */
import { SESSION_PATHS, SIGN_IN_PAGES } from '#api/session.ts'
import { KEEP_TEXTS } from '../app-sessions/keep-texts.ts'
import type { CardChallenge } from '../devices/use-card.ts'
import { PAGES } from '../enrolment/order-code.ts'
import type { SessionLanguage } from '../session.store.ts'
import { type Html, html } from './html.ts'
import { alertBox, hidden, renderPage } from './layout.ts'
import { passkeyPart } from './sign-in-page.ts'
import { PAGE_TEXTS, type PageTexts } from './texts.ts'

export type StepUpPage = {
  language: SessionLanguage
  formToken: string
  next: string
  /** Set when the way leads to a letter. */
  letterId: string | null
  ways: { totp: boolean; passkey: boolean }
  /** The key of a printed card that is asked; null without a card. */
  card: CardChallenge | null
  /** Buttons to electronic IDs of others, and what is said when they are the only way. */
  upstreams: { part: Html; only: string } | null
  level: 'substantial' | 'high'
  failure: string | null
  /** D-02: a way through the page that keeps this device; null where it is kept, or already chosen. */
  keep: { path: string } | 'chosen' | null
}

export function stepUpPage(page: StepUpPage): string {
  const texts = PAGE_TEXTS[page.language]
  const { totp, passkey } = page.ways
  const nothing = !(totp || passkey || page.card || page.upstreams)
  const place: Record<string, string> = {
    ...(page.letterId ? { letter: page.letterId } : { return: page.next }),
    ...(page.level === 'high' ? { level: page.level } : {}),
  }
  return renderPage({
    language: page.language,
    title: texts.stepUp.title,
    self: { path: SIGN_IN_PAGES.stepUp, query: place },
    script: passkey && 'passkey.js',
    body: html`<h1>${texts.stepUp.title}</h1>
<p class="bh-quiet">${lead(texts, page)}</p>
${alertBox(page.failure)}
${totp ? codeForm(texts, page, place) : null}
${totp && page.card ? html`<p class="bh-or">${texts.signIn.or}</p>` : null}
${page.card ? cardForm(texts, page, page.card, place) : null}
${
  passkey
    ? html`${passkeyPart(page.language, {
        ask: SESSION_PATHS.stepUpPasskeyOptions,
        answer: SESSION_PATHS.stepUpPasskeyVerify,
        form: null,
        next: page.next,
        label: texts.stepUp.passkey,
        variant: totp || page.card ? 'secondary' : 'primary',
        divided: totp || page.card !== null,
      })}
${totp || page.card ? null : html`<noscript><p class="bh-notice" data-kind="warning">${texts.stepUp.passkeyNeedsScript}</p></noscript>`}`
    : null
}
${page.upstreams?.part ?? null}
${nothing && page.level !== 'high' ? html`<a class="bh-button" href="${PAGES.devices}">${texts.stepUp.choose}</a>` : null}
${keepLine(page)}
<a class="bh-after" href="${page.letterId ? '/' : page.next}">${nothing ? texts.stepUp.goOn : texts.stepUp.later}</a>`,
  })
}

function keepLine({ keep, language }: StepUpPage): Html | null {
  if (keep === null) return null
  const texts = KEEP_TEXTS[language]
  if (keep === 'chosen') return html`<p class="bh-small">${texts.offered}</p>`
  return html`<a class="bh-after" href="${SIGN_IN_PAGES.stepUp}?${new URLSearchParams({ return: keep.path }).toString()}">${texts.offer}</a>`
}

function lead(texts: PageTexts, page: StepUpPage): string {
  if (page.ways.totp) return page.letterId ? texts.stepUp.letterLead : texts.stepUp.lead
  if (page.card) return texts.stepUp.cardLead
  if (page.ways.passkey) return texts.stepUp.passkeyLead
  return page.upstreams?.only ?? (page.level === 'high' ? texts.stepUp.noneHigh : texts.stepUp.none)
}

/** The card's number and the key stand in plain text: that is what one looks up on paper. */
function cardForm(
  texts: PageTexts,
  page: StepUpPage,
  card: CardChallenge,
  place: Readonly<Record<string, string>>,
): Html {
  return html`<form method="post" action="${SIGN_IN_PAGES.stepUp}">
${hidden('form', page.formToken)}${hidden('card', card.cardId)}${hidden('key', card.key)}${Object.entries(place).map(([name, value]) => hidden(name, value))}
<dl class="bh-card-key"><div><dt>${texts.stepUp.cardSerial}</dt><dd>${card.serial}</dd></div>
<div><dt>${texts.stepUp.cardKey}</dt><dd><strong>${card.key}</strong></dd></div></dl>
<div class="bh-field">
<label for="card-code">${texts.stepUp.cardCode}</label>
<input class="bh-code" id="card-code" name="code" inputmode="numeric" autocomplete="off" required maxlength="12" ${
    page.failure === null ? null : html`aria-invalid="true" aria-describedby="failure"`
  }>
</div>
<button class="bh-button" ${page.ways.totp ? html`data-variant="secondary"` : null} type="submit">${texts.stepUp.cardSubmit}</button>
</form>`
}

function codeForm(texts: PageTexts, page: StepUpPage, place: Readonly<Record<string, string>>): Html {
  return html`<form method="post" action="${SIGN_IN_PAGES.stepUp}">
${hidden('form', page.formToken)}${Object.entries(place).map(([name, value]) => hidden(name, value))}
<div class="bh-field">
<label for="code">${texts.stepUp.code}</label>
<span class="bh-hint" id="code-hint">${texts.stepUp.codeHint}</span>
<input class="bh-code" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="12" ${
    page.failure === null
      ? html`aria-describedby="code-hint"`
      : html`aria-invalid="true" aria-describedby="code-hint failure"`
  }>
</div>
<button class="bh-button" type="submit">${texts.stepUp.submit}</button>
</form>`
}
