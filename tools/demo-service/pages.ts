/** The pages of the demo's service provider: what it may ask for, and what it was told. */

export const WISHES = {
  'sign-in': { label: 'Log ind med adgangskode', scope: 'openid', acr: '' },
  contact: {
    label: 'Log ind og del navn, adresse og e-mail',
    scope: 'openid profile address email',
    acr: '',
  },
  substantial: {
    label: 'Log ind på sikringsniveau betydelig',
    scope: 'openid profile',
    acr: 'https://data.gov.dk/concept/core/nsis/loa/Substantial',
  },
  number: { label: 'Log ind og del CPR-nummer', scope: 'openid profile national_number', acr: '' },
} as const

export type Wish = keyof typeof WISHES

export const isWish = (text: string | null): text is Wish => text !== null && Object.hasOwn(WISHES, text)

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

export function page(body: string): string {
  return `<!doctype html>
<html lang="da">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Byens Bibliotek</title>
<style>body{font:18px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color:#1c2430;background:#fff}
a{display:block;padding:.7rem 1rem;margin:.5rem 0;border:1px solid #1d4f91;border-radius:6px;color:#1d4f91}
dt{color:#4a5563}dd{margin:0 0 .7rem;overflow-wrap:anywhere;white-space:pre-line}</style></head>
<body><main><h1>Byens Bibliotek</h1>
<p>En opdigtet tjeneste, der lader dig logge ind med Brevhus.</p>
${body}</main></body></html>`
}

export const welcome = () =>
  page(
    Object.entries(WISHES)
      .map(([wish, { label }]) => `<a href="/start?wish=${wish}">${label}</a>`)
      .join('\n'),
  )

export const told = (facts: Readonly<Record<string, unknown>>) =>
  page(`<h2>Det fik vi at vide</h2><dl>${Object.entries(facts)
    .map(
      ([name, value]) =>
        `<dt>${escaped(name)}</dt><dd>${escaped(typeof value === 'string' ? value : JSON.stringify(value))}</dd>`,
    )
    .join('\n')}</dl>
<a href="/sign-out">Log ud</a><a href="/">Forfra</a>`)

export const failure = (words: string) =>
  page(`<h2>Det lykkedes ikke</h2><p>${escaped(words)}</p><a href="/">Forfra</a>`)
