/** `/id/privacy`: on what basis data are held, what a service sees, every cookie by name, and where to complain (N-05, N-19, N-24, N-31). Public. */
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import type { Routes } from '#ground/routes.ts'
import { OPENID_SECONDS } from '#rules/openid-life.ts'
import { readProcessors } from '#rules/processors.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { AGREED_PAGE_TEXTS } from '../agreed/agreed-page-texts.ts'
import { TEXTS_PATH, whenShown } from '../agreed/agreed-pages.ts'
import { COOKIE_NAMES, cookieName, secondsKept } from '../cookies.ts'
import { PROVIDER_COOKIES } from '../provider/configuration.ts'
import type { Identity } from '../room.ts'
import type { SessionLanguage } from '../session.store.ts'
import { receive, show } from './guest.ts'
import { type Html, html } from './html.ts'
import { renderPage } from './layout.ts'
import { pageScope } from './page-scope.ts'
import {
  PRIVACY_PATH,
  PRIVACY_VERSIONS,
  type PrivacyText,
  type PrivacyWords,
  privacyPath,
} from './privacy-texts.ts'

const DAY_SECONDS = 86_400

/** Who supervises the post office in each country (G9). */
const AUTHORITIES = {
  dk: { name: 'Datatilsynet', page: 'https://www.datatilsynet.dk' },
  no: { name: 'Datatilsynet', page: 'https://www.datatilsynet.no' },
} as const satisfies Record<ProfileId, object>

export const privacyRoutes =
  (identity: Identity): Routes =>
  (app, house: House) =>
    pageScope(identity, app, house, (pages) => {
      pages.get(PRIVACY_PATH, { config: { action: 'anyone' } }, async (request, reply) => {
        const { language } = await receive(identity, request, reply)
        return show(reply, privacyPage(identity, house, language, PRIVACY_VERSIONS[0]))
      })
      // N-30: as it was told then; who handles data, how long a cookie lasts and where to write are as they are now.
      pages.get(privacyPath(':version'), { config: { action: 'anyone' } }, async (request, reply) => {
        const { language } = await receive(identity, request, reply)
        const { version } = request.params as { version: string }
        const text = PRIVACY_VERSIONS.find((one) => one.version === version)
        if (!text) throw refuse('not-found')
        return show(reply, privacyPage(identity, house, language, text))
      })
    })

function privacyPage(
  identity: Identity,
  house: Pick<House, 'config'>,
  language: SessionLanguage,
  text: PrivacyText,
): string {
  const t = text.words[language]
  const { version } = AGREED_PAGE_TEXTS[language]
  const { PRIVACY_CONTACT, MAIL_FROM } = house.config
  const contact = PRIVACY_CONTACT === 'sender' ? `privacy@${MAIL_FROM.split('@')[1]!}` : PRIVACY_CONTACT
  return renderPage({
    language,
    title: t.title,
    self: { path: text === PRIVACY_VERSIONS[0] ? PRIVACY_PATH : privacyPath(text.version), query: {} },
    wide: { places: null },
    body: html`<h1>${t.title}</h1>
<p class="bh-quiet">${t.lead}</p>
<p class="bh-small">${whenShown(language, PRIVACY_VERSIONS, text)}. ${version} ${text.version}.</p>
<h2>${t.basisTitle}</h2>
${list(t.basis)}
<p><a href="${TEXTS_PATH}">${t.texts}</a></p>
<h2>${t.answers.title}</h2>
${list([...t.answers.points, ...rolesOf(t)])}
<h2>${t.services.title}</h2>
${list(t.services.points)}
<h2>${t.handlers.title}</h2>
${handlersOf(house.config.PROCESSORS, language, t)}
<p>${t.handlers.push}</p>
<h2>${t.cookiesTitle}</h2>
<p>${t.cookiesLead}</p>
<dl class="bh-facts" data-sentences>${cookieRows(identity, t)}</dl>
<h2>${t.complain.title}</h2>
<p>${t.complain.write} <a href="mailto:${contact}">${contact}</a></p>
<p>${t.complain.authority}</p>
<ul>${Object.entries(AUTHORITIES).map(
      ([country, { name, page }]) =>
        html`<li><a href="${page}" rel="noreferrer">${name}, ${t.country[country as ProfileId]}</a></li>`,
    )}</ul>
<a class="bh-after" href="/id/data">${t.see}</a>`,
  })
}

const list = (points: readonly string[]): Html =>
  html`<ul>${points.map((point) => html`<li>${point}</li>\n`)}</ul>`

/** E-03, D-27: what the operator is for private letters differs from country to country. */
const rolesOf = (t: PrivacyWords): string[] =>
  (Object.keys(PROFILES) as ProfileId[]).map(
    (id) => `${t.country[id]}: ${t.answers.role[PROFILES[id].privateContentRole]}.`,
  )

/** N-29: as the operator has said, and that they have not, when they have not. */
function handlersOf(said: string, language: SessionLanguage, { handlers }: PrivacyWords): Html {
  const processors = readProcessors(said)
  if (!processors) return html`<p>${said === 'none' ? handlers.none : handlers.unsaid}</p>`
  const countries = new Intl.DisplayNames([language], { type: 'region' })
  return html`<p>${handlers.lead}</p>
<dl class="bh-facts" data-sentences>${processors.map(
    ({ task, name, country }) =>
      html`<dt>${handlers.task[task]}</dt><dd>${name}, ${countries.of(country) ?? country}</dd>`,
  )}</dl>`
}

function cookieRows(identity: Identity, t: PrivacyWords): Html[] {
  const own = COOKIE_NAMES.map((name) => {
    const seconds = secondsKept(name)
    const kept = seconds === null ? t.untilClosed : t.days(seconds / DAY_SECONDS)
    return row(cookieName(identity.site, name), t.cookies[name], kept)
  })
  return [
    ...own,
    row(
      Object.values(PROVIDER_COOKIES).join(', '),
      t.openidCookies,
      t.hoursAtMost(OPENID_SECONDS.Session / 3600),
    ),
  ]
}

const row = (name: string, why: string, kept: string): Html =>
  html`<dt><code>${name}</code></dt><dd>${why}; ${kept}</dd>`
