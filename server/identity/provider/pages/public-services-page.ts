/** `/consent/…` when a public service asks and the person has not agreed to use the ID for those (I-15): what that means, and the two answers. */
import { agreedWords } from '../../agreed/agreed-texts.ts'
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
  const { points, agree } = agreedWords('public-services-and-signature', page.language)
  const { publicServices: t } = PROVIDER_TEXTS[page.language]
  return renderPage({
    language: page.language,
    title: t.title,
    self: { path: page.path, query: {} },
    body: html`<h1>${t.title}</h1>
<p class="bh-quiet">${t.lead(page.serviceProvider)}</p>
<ul>${points.map((point) => html`<li>${point}</li>`)}<li>${t.otherwise}</li></ul>
<p><strong>${agree}</strong></p>
<form method="post" action="${page.path}" class="bh-answers">
${hidden('form', page.formToken)}
<button class="bh-button" type="submit" name="answer" value="yes">${t.accept}</button>
<button class="bh-button" data-variant="secondary" type="submit" name="answer" value="no">${t.refuse(page.serviceProvider)}</button>
</form>`,
  })
}
