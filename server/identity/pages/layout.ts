/** The frame of every sign-in page: one card in the middle, the same paper and type as the web app (`/theme.css`). */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { SessionLanguage } from '../session.store.ts'
import { Html, html } from './html.ts'
import { PAGE_TEXTS } from './texts.ts'

const LANGUAGES = { da: 'Dansk', nb: 'Bokmål', sv: 'Svenska', en: 'English' } as const satisfies Record<
  SessionLanguage,
  string
>

/** The files of these pages, under an address that changes with their content. */
export const PAGE_FILES = {
  'pages.css': pageFile('pages.css', 'text/css; charset=utf-8'),
  'company.css': pageFile('company.css', 'text/css; charset=utf-8'),
  'onward.js': pageFile('onward.js', 'text/javascript; charset=utf-8'),
  'passkey.js': pageFile('passkey.js', 'text/javascript; charset=utf-8'),
} as const

function pageFile(name: string, type: string) {
  const body = readFileSync(new URL(name, import.meta.url))
  const version = createHash('sha256').update(body).digest('base64url').slice(0, 10)
  return { type, body, href: `/sign-in/${name}?v=${version}` }
}

export type Page = {
  language: SessionLanguage
  title: string
  body: Html
  /** This page's own address, so that the language can be changed without losing the place; null for what is shown once. */
  self: { path: string; query: Readonly<Record<string, string>> } | null
  /** Which script it needs, if any. */
  script?: 'passkey.js' | 'onward.js' | false
  /** Wide, for lists and forms of many fields; `places` are the neighbouring pages. */
  wide?: { places: Html | null }
  /** More of the head, for pages that lead on by themselves. */
  head?: Html
}

export function renderPage(page: Page): string {
  const texts = PAGE_TEXTS[page.language]
  return html`${DOCTYPE}
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#faf8f3" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#101614" media="(prefers-color-scheme: dark)">
<meta name="robots" content="noindex">
<title>${page.title} · Brevhus</title>
${page.head ?? null}
<link rel="manifest" href="/manifest.webmanifest">
<link rel="apple-touch-icon" href="/icons/apple-180.png">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/theme.css">
<link rel="stylesheet" href="/theme-parts.css">
<link rel="stylesheet" href="${PAGE_FILES['pages.css'].href}">
${page.wide ? html`<link rel="stylesheet" href="${PAGE_FILES['company.css'].href}">` : null}
<script src="/scheme.js"></script>
${page.script ? html`<script src="${PAGE_FILES[page.script].href}" defer></script>` : null}
</head>
<body>
<a class="bh-skip" href="#content">${texts.skip}</a>
<div class="bh-page">
<header><a class="bh-brand" href="/">${MARK} Brevhus</a></header>
${page.wide?.places ?? null}
<main id="content" class="bh-card"${page.wide ? html` data-wide` : null}>
${page.body}
</main>
${page.self && languageLinks(page.language, page.self)}
</div>
</body>
</html>
`.text
}

const DOCTYPE = new Html('<!doctype html>')

const MARK = html`<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path d="M6.5 13.2 16 6.5l9.5 6.7v11.3a1.5 1.5 0 0 1-1.5 1.5H8a1.5 1.5 0 0 1-1.5-1.5z M6.5 13.5 16 20l9.5-6.5" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linejoin="round"/></svg>`

function languageLinks(language: SessionLanguage, { path, query }: NonNullable<Page['self']>): Html {
  return html`<footer>
<nav class="bh-languages" aria-label="${PAGE_TEXTS[language].languages}">
${Object.entries(LANGUAGES).map(([code, name]) => {
  if (code === language) return html`<span lang="${code}" aria-current="true">${name}</span>\n`
  const search = new URLSearchParams({ ...query, lang: code })
  return html`<a lang="${code}" hreflang="${code}" href="${path}?${search.toString()}">${name}</a>\n`
})}
</nav>
</footer>`
}

/** What went wrong, above the form. It takes the focus, so that it is read out first. */
export function alertBox(text: string | null): Html | null {
  if (text === null) return null
  return html`<div class="bh-notice" data-kind="danger" role="alert" id="failure" tabindex="-1" autofocus><p>${text}</p></div>`
}

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`
}
