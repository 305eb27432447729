/** `/id/texts`: what a person has said yes to, each with the text as it was then, and every text with its earlier versions (N-30). */
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { POLICY_TEXTS } from '../certificates/policy-texts.ts'
import { type Html, html } from '../pages/html.ts'
import { renderPage } from '../pages/layout.ts'
import { PRIVACY_TEXTS, PRIVACY_VERSIONS, privacyPath } from '../pages/privacy-texts.ts'
import type { SessionLanguage } from '../session.store.ts'
import type { Said } from './agreed.store.ts'
import { AGREED_PAGE_TEXTS } from './agreed-page-texts.ts'
import type { AgreedText } from './agreed-text.ts'
import { AGREED_NAMES, AGREED_TEXTS, type AgreedName, agreedWords, findText } from './agreed-texts.ts'

export const TEXTS_PATH = '/id/texts'
export const textPath = (name: string, version: string) => `${TEXTS_PATH}/${name}/${version}`

export function agreedPage(
  { language, country }: { language: SessionLanguage; country: ProfileId },
  said: readonly Said[],
): string {
  const t = AGREED_PAGE_TEXTS[language]
  return renderPage({
    language,
    title: t.title,
    self: { path: TEXTS_PATH, query: {} },
    wide: { places: null },
    body: html`<h1>${t.title}</h1>
<p class="bh-quiet">${t.lead}</p>
${said.length === 0 ? html`<p>${t.none}</p>` : html`<ol class="bh-rows">${said.map((one) => saidRow(language, country, one))}</ol>`}
<section aria-labelledby="all"><h2 id="all">${t.all}</h2>
<p class="bh-small">${t.allLead}</p>
${allVersions(language, 'h3')}
</section>
<a class="bh-after" href="/id">${t.home}</a>`,
  })
}

/** For who has not signed in: the texts alone. */
export function allTextsPage(language: SessionLanguage): string {
  const t = AGREED_PAGE_TEXTS[language]
  return renderPage({
    language,
    title: t.all,
    self: { path: TEXTS_PATH, query: {} },
    wide: { places: null },
    body: html`<h1>${t.all}</h1>
<p class="bh-quiet">${t.allLead}</p>
${allVersions(language, 'h2')}`,
  })
}

function allVersions(language: SessionLanguage, heading: Heading): Html[] {
  const t = AGREED_PAGE_TEXTS[language]
  const policies = Object.keys(POLICY_TEXTS).map(
    (version) => html`<li><a href="/pki/policy/${version}">${t.version} ${version}</a></li>`,
  )
  return [
    ...AGREED_NAMES.map((name) => versionsOf(language, name, heading)),
    listed(heading, PRIVACY_TEXTS[language].title, language, PRIVACY_VERSIONS, privacyPath),
    html`${headed(heading, t.policy)}
<ul>${policies}</ul>`,
  ]
}

type Heading = 'h2' | 'h3'
const headed = (heading: Heading, text: string): Html =>
  heading === 'h2' ? html`<h2>${text}</h2>` : html`<h3>${text}</h3>`

function saidRow(language: SessionLanguage, country: ProfileId, one: Said): Html {
  const t = AGREED_PAGE_TEXTS[language]
  const text = findText(one.text, one.version)
  const title = text?.words[language].title ?? titleOf(language, one.text)
  return html`<li><strong>${one.service ? `${title}: ${one.service[language]}` : title}</strong>
<span>${one.given ? t.given : t.taken}</span>
${text ? html`<a href="${textPath(one.text, one.version)}">${t.read(title, dayOf(language, text.since))}</a>` : html`<span class="bh-small">${t.lost(one.version)}</span>`}
<time class="bh-small" datetime="${one.at.toISOString()}">${momentOf(language, country, one.at)}</time></li>`
}

/** What a text is called whose version is not kept here: as the one of its name that is shown now. */
const titleOf = (language: SessionLanguage, name: string): string =>
  AGREED_NAMES.includes(name as AgreedName) ? agreedWords(name as AgreedName, language).title : name

function versionsOf(language: SessionLanguage, name: AgreedName, heading: Heading): Html {
  const versions: readonly AgreedText[] = AGREED_TEXTS[name]
  const { title } = versions[0]!.words[language]
  return listed(heading, title, language, versions, (version) => textPath(name, version))
}

type Shown = { readonly version: string; readonly since: string }

function listed(
  heading: Heading,
  title: string,
  language: SessionLanguage,
  versions: readonly Shown[],
  pathOf: (version: string) => string,
): Html {
  // Read out by itself, a link must say which text it leads to.
  const row = (version: string, when: string) =>
    html`<li><a href="${pathOf(version)}" aria-label="${title}: ${when}">${when}</a></li>`
  return html`${headed(heading, title)}
<ul>${versions.map((text) => row(text.version, whenShown(language, versions, text)))}</ul>`
}

/** Since when, or from when to when, it was what people were shown. */
export function whenShown<T extends Shown>(
  language: SessionLanguage,
  versions: readonly T[],
  text: T,
): string {
  const t = AGREED_PAGE_TEXTS[language]
  const next = versions[versions.indexOf(text) - 1]
  const from = dayOf(language, text.since)
  return next ? t.former(from, dayOf(language, next.since)) : t.current(from)
}

/** One text in one version, the same for everybody. null when none such was ever published. */
export function textPage(language: SessionLanguage, name: string, version: string): string | null {
  const text = findText(name, version)
  if (!text) return null
  const t = AGREED_PAGE_TEXTS[language]
  const { title, points, agree } = text.words[language]
  return renderPage({
    language,
    title,
    self: { path: textPath(name, version), query: {} },
    body: html`<h1>${title}</h1>
<p class="bh-quiet">${whenShown(language, AGREED_TEXTS[name as AgreedName], text)}. ${t.version} ${version}.</p>
${points.length > 0 ? html`<ul>${points.map((point) => html`<li>${point}</li>`)}</ul>` : null}
${agree === null ? html`<p class="bh-small">${t.told}</p>` : html`<p class="bh-small">${t.asked}</p><blockquote><p>${agree}</p></blockquote>`}
<a class="bh-after" href="${TEXTS_PATH}">${t.back}</a>`,
  })
}

const LOCALES = { da: 'da', nb: 'nb', sv: 'sv', en: 'en-GB' } as const satisfies Record<
  SessionLanguage,
  string
>

const dayOf = (language: SessionLanguage, day: string): string =>
  new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))

const momentOf = (language: SessionLanguage, country: ProfileId, at: Date): string =>
  new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: PROFILES[country].timeZone,
  }).format(at)
