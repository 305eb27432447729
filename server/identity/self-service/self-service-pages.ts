/** `/id` and `/id/data`: what happened to one's ID, and everything held about it. Without script. */
import { SECURITY_TEXTS } from '#api/security-notice-texts.ts'
import type { AppSessions, OwnSessions } from '#api/session.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { FACTS, isSecurityNotice } from '#rules/security-notices.ts'
import { ANSWER_WORDS } from '../access-requests/answer-words.ts'
import type { HeldPart, HeldRow } from '../access-requests/held.store.ts'
import { REQUEST_PATHS } from '../access-requests/request-page.ts'
import { REQUEST_TEXTS } from '../access-requests/request-texts.ts'
import { factsOf, factWord, notGiven, writeReport } from '../access-requests/write-report.ts'
import { keepPath } from '../app-sessions/keep-page.ts'
import { KEEP_TEXTS } from '../app-sessions/keep-texts.ts'
import { CERTIFICATES_PATH } from '../certificates/own/own-certificates-page.ts'
import { CERTIFICATE_TEXTS } from '../certificates/own/own-certificates-texts.ts'
import { type Html, html } from '../pages/html.ts'
import { hidden, renderPage } from '../pages/layout.ts'
import { SERVICES_PATH } from '../provider/pages/services-page.ts'
import type { SessionLanguage } from '../session.store.ts'
import { describeBrowser } from '../user-agent.ts'
import { agreementsPart } from './agreements-part.ts'
import type { NoticeRow, UseRow } from './own-data.store.ts'
import type { History } from './see-own-data.ts'
import { SELF_SERVICE_TEXTS } from './self-service-texts.ts'

export const SELF_SERVICE_PATHS = {
  id: '/id',
  services: '/id/services',
  block: '/id/block-data',
  unblock: '/id/unblock-data',
  end: '/id/sessions',
  data: '/id/data',
} as const

type Reader = { language: SessionLanguage; country: ProfileId }

export type SignedInAt = OwnSessions & AppSessions

export function historyPage(
  reader: Reader & { formToken: string },
  history: History,
  signedIn: SignedInAt,
): string {
  const t = SELF_SERVICE_TEXTS[reader.language]
  const since = history.servicesSince
  return renderPage({
    language: reader.language,
    title: t.title,
    self: { path: SELF_SERVICE_PATHS.id, query: {} },
    wide: { places: null },
    body: html`<p><a class="bh-back" href="/">${t.toMail}</a></p>
<h1>${t.title}</h1>
<p class="bh-quiet">${t.lead}</p>
<section aria-labelledby="notices"><h2 id="notices">${t.notices}</h2>
${
  history.notices.length === 0
    ? html`<p>${t.noNotices}</p>`
    : newestFirst(
        t.older,
        history.notices.map((one) => noticeRow(reader, one)),
      )
}
</section>
<section aria-labelledby="uses"><h2 id="uses">${t.uses}</h2>
<p class="bh-small">${t.usesHint}</p>
${
  history.uses.length === 0
    ? html`<p>${t.noUses}</p>`
    : newestFirst(
        t.older,
        history.uses.map((one) => useRow(reader, one)),
      )
}
</section>
${signedInPart(reader, signedIn)}
<section aria-labelledby="services"><h2 id="services">${t.services}</h2>
<p>${since ? t.servicesOn(moment(reader, since)) : t.servicesOff}</p>
${
  since === null
    ? null
    : history.services.length === 0
      ? html`<p>${t.noServices}</p>`
      : newestFirst(
          t.older,
          history.services.map(
            (one) => html`<li><strong>${one.service}</strong>${time(reader, one.at)}</li>`,
          ),
        )
}
<form method="post" action="${SELF_SERVICE_PATHS.services}">
${hidden('form', reader.formToken)}${hidden('remember', since ? 'no' : 'yes')}
<button class="bh-button" data-variant="secondary" type="submit">${since ? t.turnOff : t.turnOn}</button>
</form>
<p class="bh-actions"><a href="${SERVICES_PATH}">${t.sections.consents}</a><a href="${CERTIFICATES_PATH}">${CERTIFICATE_TEXTS[reader.language].title}</a></p>
</section>
<section aria-labelledby="download"><h2 id="download">${t.download}</h2>
<p>${t.downloadLead}</p>
<p class="bh-actions"><a href="${SELF_SERVICE_PATHS.data}">${t.asHtml}</a><a href="${SELF_SERVICE_PATHS.data}/json" download="brevhus-id.json">${t.asJson}</a></p>
<p><a href="${REQUEST_PATHS.request}">${REQUEST_TEXTS[reader.language].link}</a></p>
</section>
<section aria-labelledby="block"><h2 id="block">${t.block}</h2>
<p>${history.dataBlockedSince ? t.blockOn(moment(reader, history.dataBlockedSince)) : t.blockOff}</p>
<form method="post" action="${history.dataBlockedSince ? SELF_SERVICE_PATHS.unblock : SELF_SERVICE_PATHS.block}">
${hidden('form', reader.formToken)}
<button class="bh-button" data-variant="secondary" type="submit">${history.dataBlockedSince ? t.blockEnd : t.blockGo}</button>
</form>
</section>
${agreementsPart(reader, history.agreements, (at) => time(reader, at))}
<section aria-labelledby="correct"><h2 id="correct">${t.correct}</h2>
<p>${t.correctLead}</p>
<p><a href="/settings">${t.settings}</a></p>
</section>`,
  })
}

/** How many of a long list are seen at once: what can be done on the page should not lie a hundred lines further down. */
const AT_ONCE = 5

/** What is older is one press away, without script. */
function newestFirst(older: (count: number) => string, rows: readonly Html[]): Html {
  const rest = rows.slice(AT_ONCE)
  return html`<ol class="bh-rows">${rows.slice(0, AT_ONCE)}</ol>
${rest.length === 0 ? null : html`<details class="bh-older"><summary>${older(rest.length)}</summary><ol class="bh-rows" start="${AT_ONCE + 1}">${rest}</ol></details>`}`
}

/** I-11: each one ends by its own button, all others by one. */
function signedInPart(reader: Reader & { formToken: string }, { sessions, apps }: SignedInAt): Html {
  const t = SELF_SERVICE_TEXTS[reader.language]
  const end = (
    what: string,
    id: string,
    words: string,
    about: string,
  ) => html`<form method="post" action="${SELF_SERVICE_PATHS.end}">
${hidden('form', reader.formToken)}${hidden('end', what)}${hidden('id', id)}
<button class="bh-button" data-variant="secondary" type="submit" aria-label="${words}: ${about}">${words}</button>
</form>`
  const row = (name: string, lastSeenAt: string, ending: Html | null) => html`<li><strong>${name}</strong>
<span class="bh-small">${t.lastSeen(moment(reader, new Date(lastSeenAt)))}</span>
${ending}</li>`
  const nameOf = (device: string | null, current: boolean) =>
    current ? `${device ?? t.unknown} (${t.here})` : (device ?? t.unknown)
  return html`<section aria-labelledby="sessions"><h2 id="sessions">${t.sessions}</h2>
<ol class="bh-rows">${sessions.map(({ id, device, current, lastSeenAt }) =>
    row(
      nameOf(device, current),
      lastSeenAt,
      current
        ? null
        : end('session', id, t.end, `${nameOf(device, current)}, ${moment(reader, new Date(lastSeenAt))}`),
    ),
  )}${apps.map(({ id, name, current, lastUsedAt }) =>
    row(t.keptDevice(nameOf(name, current)), lastUsedAt, end('app', id, t.forget, name)),
  )}</ol>
${apps.some(({ current }) => current) ? null : html`<p><a href="${keepPath(SELF_SERVICE_PATHS.id)}">${KEEP_TEXTS[reader.language].title}</a></p>`}
${
  sessions.length < 2
    ? null
    : html`<form method="post" action="${SELF_SERVICE_PATHS.end}">${hidden('form', reader.formToken)}${hidden('end', 'others')}
<button class="bh-button" data-variant="secondary" type="submit">${t.endOthers}</button></form>`
}
</section>`
}

function noticeRow(reader: Reader, { at, about, facts }: NoticeRow): Html {
  const texts = SECURITY_TEXTS[reader.language]
  if (!isSecurityNotice(about)) return html`<li>${about}${time(reader, at)}</li>`
  const { title, what } = texts.kinds[about]
  const told = FACTS.flatMap((fact) => {
    const value = facts[fact]
    if (value === undefined || fact === 'at') return []
    const words = fact === 'until' ? moment(reader, new Date(value)) : factWord(fact, value, reader.language)
    return html`<dt>${texts.facts[fact]}</dt><dd>${words}</dd>`
  })
  return html`<li><strong>${title}</strong><span>${what}</span>
${told.length > 0 ? html`<dl class="bh-facts">${told}</dl>` : null}${time(reader, at)}</li>`
}

function useRow(reader: Reader, use: UseRow): Html {
  const t = SELF_SERVICE_TEXTS[reader.language]
  const how = [t.method[use.method] ?? use.method, use.level && (t.level[use.level] ?? use.level)]
  const where = [describeBrowser(use.userAgent), use.address].filter(Boolean).join(' · ')
  return html`<li><strong>${t.outcome[use.outcome] ?? use.outcome}</strong>
<span>${how.filter(Boolean).join(', ')}</span><span class="bh-small">${where || t.gone}</span>${time(reader, use.at)}</li>`
}

/** Everything, part by part: what it is, below that why it is held and until when, and at the end what is held but not given. */
export function dataPage(reader: Reader, parts: readonly HeldPart[]): string {
  const t = SELF_SERVICE_TEXTS[reader.language]
  const words = ANSWER_WORDS[reader.language]
  const reports = writeReport(reader, parts)
  const sections = parts.map(({ table, rows }, i) => {
    const { title, reasons, more } = reports[i]!
    return html`<section aria-labelledby="s-${table}"><h2 id="s-${table}">${title}</h2>
${
  rows.length === 0
    ? html`<p>${t.none}</p>`
    : html`<ol class="bh-rows">${rows.map((row) => html`<li><dl class="bh-facts">${facts(reader, table, row)}</dl></li>`)}</ol>`
}${more > 0 ? html`<p>${words.more(more)}</p>` : null}
<details class="bh-older"><summary>${t.reasons}</summary>${reasons.map((reason) => html`<p class="bh-small">${reason}</p>`)}</details></section>`
  })
  return renderPage({
    language: reader.language,
    title: t.allTitle,
    self: { path: SELF_SERVICE_PATHS.data, query: {} },
    wide: { places: null },
    body: html`<h1>${t.allTitle}</h1>
${sections}
<section aria-labelledby="not-given"><h2 id="not-given">${words.notGiven}</h2>
${notGiven(reader.language).map((line) => html`<p>${line}</p>`)}</section>
<a class="bh-after" href="${SELF_SERVICE_PATHS.id}">${t.back}</a>`,
  })
}

const facts = (reader: Reader, table: HeldPart['table'], row: HeldRow): Html[] =>
  factsOf(reader, table, row).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)

const time = (reader: Reader, at: Date) =>
  html`<time class="bh-small" datetime="${at.toISOString()}">${moment(reader, at)}</time>`

function moment({ language, country }: Reader, at: Date): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: PROFILES[country].timeZone,
  }).format(at)
}
