/** `/id/request`: the formal request for access. Says what will happen and when, before and after; without script. */

import { REQUEST_SENTENCES } from '#rules/access-mail.ts'
import { amountInWords } from '#rules/amount-in-words.ts'
import type { CalendarDate } from '#rules/calendar-date.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { type Html, html } from '../pages/html.ts'
import { hidden, renderPage } from '../pages/layout.ts'
import type { SessionLanguage } from '../session.store.ts'
import type { AccessRequestRow } from './access-request.store.ts'
import type { Fee, RequestsSeen } from './ask-access.ts'
import type { MailWay } from './by-mail/mail-way.ts'
import { REQUEST_TEXTS } from './request-texts.ts'

export const REQUEST_PATHS = { request: '/id/request', withdraw: '/id/request/withdraw' } as const

export type Asker = { language: SessionLanguage; country: ProfileId; formToken: string }

export type Mailing = {
  /** The answer by e-mail; null: by letter only. */
  readonly way: MailWay | null
  /** Where signed requests are taken; null: nowhere. */
  readonly address: string | null
}

/** @param today the reader's own calendar day */
export function requestPage(
  asker: Asker,
  seen: RequestsSeen,
  today: CalendarDate,
  { way, address }: Mailing,
): string {
  const t = REQUEST_TEXTS[asker.language]
  return renderPage({
    language: asker.language,
    title: t.title,
    self: { path: REQUEST_PATHS.request, query: {} },
    wide: { places: null },
    body: html`<h1>${t.title}</h1>
<p>${t.lead}</p>
<p class="bh-small">${t.only}</p>
${seen.open ? openPart(asker, seen.open, seen.fee, today) : askPart(asker, seen, way)}
${seen.open || address === null ? null : writePart(asker, address)}
<section aria-labelledby="past"><h2 id="past">${t.past}</h2>
${
  seen.past.length === 0
    ? html`<p>${t.none}</p>`
    : html`<ol class="bh-rows">${seen.past.map((row) => html`<li><strong>${dayOf(asker, row.askedAt)}</strong><span>${whatBecame(asker, row)}</span></li>`)}</ol>`
}
</section>
<a class="bh-after" href="/id">${t.back}</a>`,
  })
}

function askPart(asker: Asker, { verdict, fee }: RequestsSeen, way: MailWay | null): Html {
  const t = REQUEST_TEXTS[asker.language]
  const button = (choice: string, words: string, variant: string) =>
    html`<button class="bh-button" data-variant="${variant}" type="submit" name="choice" value="${choice}">${words}</button>\n`
  const form = (buttons: Html) => html`<form method="post" action="${REQUEST_PATHS.request}">
${hidden('form', asker.formToken)}
${wayPart(asker, way)}
${buttons}</form>`
  if (verdict.kind === 'free') return html`<p>${t.free}</p>${form(button('later', t.ask, 'primary'))}`
  const day = wordsOf(asker, verdict.freeFrom)
  return html`<p>${t.further(day)}</p>
${form(html`${button('later', t.later(day), 'primary')}${fee && button('fee', t.fee(amountOf(asker, fee.minor)), 'secondary')}`)}
${fee && html`<p class="bh-small">${t.feeHint}</p>`}`
}

function wayPart({ language }: Asker, way: MailWay | null): Html {
  const t = REQUEST_TEXTS[language]
  if (!way) return html`<p class="bh-small">${t.noMail} <a href="/id/certificates">${t.certificates}</a></p>`
  return html`<div role="radiogroup" aria-labelledby="how"><h2 id="how">${t.how}</h2>
<label class="bh-tick"><input type="radio" name="answer" value="letter" checked> <span>${t.asLetter}</span></label>
<label class="bh-tick"><input type="radio" name="answer" value="mail" aria-describedby="mail-hint"> <span>${t.asMail(way.to)}<br><span class="bh-small" id="mail-hint">${t.asMailHint(way.serial.slice(0, 8))}</span></span></label>
</div>`
}

function writePart({ language }: Asker, address: string): Html {
  const t = REQUEST_TEXTS[language]
  const sentence = `${REQUEST_SENTENCES[language].ask} (${address}).`
  const mail = `mailto:${address}?${new URLSearchParams({ subject: t.title, body: sentence }).toString().replaceAll('+', '%20')}`
  return html`<section aria-labelledby="write"><h2 id="write">${t.write}</h2>
<p>${t.writeLead(address)}</p>
<p><a href="${mail}">${sentence}</a></p>
<p class="bh-small">${t.writeWho}</p>
</section>`
}

function openPart(asker: Asker, open: AccessRequestRow, fee: Fee | null, today: CalendarDate): Html {
  const t = REQUEST_TEXTS[asker.language]
  const day = wordsOf(asker, open.answerFrom)
  const soon = open.feePaidAt !== null || open.answerFrom <= today
  return html`<div class="bh-notice" role="status"><p>${soon ? t.now(open.replyTo) : t.open(day, open.replyTo)}</p>
${
  open.feeReference && open.feeMinor && fee && !open.feePaidAt
    ? html`<p>${t.pay(amountOf(asker, open.feeMinor), fee.account, open.feeReference, day)}</p>`
    : null
}</div>
<form method="post" action="${REQUEST_PATHS.withdraw}">
${hidden('form', asker.formToken)}
<button class="bh-button" data-variant="secondary" type="submit">${t.withdraw}</button>
</form>`
}

function whatBecame({ language }: Asker, row: AccessRequestRow): string {
  const t = REQUEST_TEXTS[language]
  if (row.undeliverableAt) return t.undeliverable
  if (row.withdrawnAt) return t.withdrawn
  return row.answeredTo === 'encrypted-email' ? t.byMail : t.answered(row.letters ?? 1)
}

const locale = (language: SessionLanguage) => (language === 'en' ? 'en-GB' : language)

const wordsOf = ({ language }: Asker, day: CalendarDate) =>
  new Intl.DateTimeFormat(locale(language), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))

const dayOf = ({ language, country }: Asker, at: Date) =>
  new Intl.DateTimeFormat(locale(language), {
    dateStyle: 'long',
    timeZone: PROFILES[country].timeZone,
  }).format(at)

function amountOf({ language, country }: Asker, minor: number): string {
  return amountInWords(locale(language), minor, PROFILES[country].currency)
}
