import { html } from '../pages/html.ts'
import { renderPage } from '../pages/layout.ts'
import type { SessionLanguage } from '../session.store.ts'
import { POLICY_TEXTS, type PolicyText, type PolicyVersion } from './policy-texts.ts'

export function policyPage(version: PolicyVersion, language: SessionLanguage): string {
  const texts: PolicyText = POLICY_TEXTS[version][language]
  return renderPage({
    language,
    title: texts.title,
    self: { path: `/pki/policy/${version}`, query: {} },
    wide: { places: null },
    body: html`<h1>${texts.title}</h1>
<p>${texts.version}</p>
<p>${texts.lead}</p>
${texts.sections.map(({ heading, text }) => html`<section><h2>${heading}</h2>${text.map((one) => html`<p>${one}</p>`)}</section>`)}`,
  })
}
