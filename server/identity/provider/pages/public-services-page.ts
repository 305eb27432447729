/** `/consent/…` when a public service asks and the person has not agreed to use the ID for those (I-15): what that means, and the two answers. */
import { html } from '../../pages/html.ts'
import { hidden, renderPage } from '../../pages/layout.ts'
import type { SessionLanguage } from '../../session.store.ts'
import { PROVIDER_TEXTS } from './texts.ts'

export function publicServicesPage(page: {
  language: SessionLanguage
  formToken: string
  path: string
  serviceProvider: string
}): string {
  const { publicServices: t } = PROVIDER_TEXTS[page.language]
  return renderPage({
    language: page.language,
    title: t.title,
    self: { path: page.path, query: {} },
    body: html`<h1>${t.title}</h1>
<p class="bh-quiet">${t.lead(page.serviceProvider)}</p>
<ul>${t.points.map((point) => html`<li>${point}</li>`)}</ul>
<form method="post" action="${page.path}" class="bh-answers">
${hidden('form', page.formToken)}
<button class="bh-button" type="submit" name="answer" value="yes">${t.accept}</button>
<button class="bh-button" data-variant="secondary" type="submit" name="answer" value="no">${t.refuse(page.serviceProvider)}</button>
</form>
<p class="bh-small">${t.later}</p>`,
  })
}
