/**
 * The last page of ours before the service provider. A form may only be sent to ourselves (form-action), and browsers hold redirects to that
 * too: so a form ends here, and this page leads on by itself, without script.
 */
import { html } from '../../pages/html.ts'
import { renderPage } from '../../pages/layout.ts'
import type { SessionLanguage } from '../../session.store.ts'
import { PROVIDER_TEXTS } from './texts.ts'

/** @param to our own address at which the protocol goes on. */
export function onwardPage(language: SessionLanguage, serviceProvider: string, to: string): string {
  const { onward } = PROVIDER_TEXTS[language]
  return renderPage({
    language,
    title: onward.title,
    self: null,
    head: html`<meta http-equiv="refresh" content="0;url=${to}">`,
    body: html`<h1>${onward.title}</h1>
<p class="bh-quiet">${onward.lead(serviceProvider)}</p>
<a class="bh-button" href="${to}">${onward.go}</a>`,
  })
}
