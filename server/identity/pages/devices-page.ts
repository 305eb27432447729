/** `/id/devices`: after the letter, what to confirm with. A code card needs neither script nor phone (I-02). */
import { PAGES } from '../enrolment/order-code.ts'
import type { SessionLanguage } from '../session.store.ts'
import { html } from './html.ts'
import { ID_TEXTS } from './id-texts.ts'
import { hidden, renderPage } from './layout.ts'

export function devicesPage(page: {
  language: SessionLanguage
  formToken: string
  /** A card is there or on its way. */
  hasCard: boolean
}): string {
  const texts = ID_TEXTS[page.language].devices
  return renderPage({
    language: page.language,
    title: texts.title,
    self: { path: PAGES.devices, query: {} },
    body: html`<h1>${texts.title}</h1>
<p class="bh-quiet">${texts.lead}</p>
<h2>${texts.card}</h2>
${
  page.hasCard
    ? html`<p role="status">${texts.cardComes}</p>`
    : html`<form method="post" action="${PAGES.devices}">${hidden('form', page.formToken)}
<p>${texts.cardWhy}</p>
<button class="bh-button" type="submit">${texts.cardOrder}</button>
</form>`
}
<h2>${texts.app}</h2>
<p>${texts.appWhy}</p>
<a class="bh-button" data-variant="secondary" href="/settings/devices">${texts.appGo}</a>
<a class="bh-after" href="/">${texts.later}</a>`,
  })
}
