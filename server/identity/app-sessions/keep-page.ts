/** `/id/keep-device`: the device is kept and gets its PIN, without script (I-11, D-02). */
import { PIN } from '#rules/pin.ts'
import { type Html, html } from '../pages/html.ts'
import { alertBox, hidden, renderPage } from '../pages/layout.ts'
import { HOME, safeReturn } from '../return-path.ts'
import type { SessionLanguage } from '../session.store.ts'
import { KEEP_TEXTS } from './keep-texts.ts'

export const KEEP_PATH = '/id/keep-device'

/** Through the page, and on to where the person was going: it stands in the path, since no return may have a query. */
export function keepPath(next: string): string {
  const path = next === HOME ? KEEP_PATH : KEEP_PATH + next
  return safeReturn(path) === path ? path : KEEP_PATH
}

export type KeepPage = {
  language: SessionLanguage
  formToken: string
  next: string
  name: string
  /** With one the PIN can be left out. */
  hasPasskey: boolean
  failure: { field: 'name' | 'pin' | 'again'; text: string } | null
}

export function keepPage(page: KeepPage): string {
  const texts = KEEP_TEXTS[page.language]
  const { failure, hasPasskey } = page
  const told = (field: 'name' | 'pin' | 'again', hint?: string) => {
    const faulty = failure?.field === field
    const about = [hint, faulty ? 'failure' : undefined].filter(Boolean).join(' ')
    return html`${about ? html`aria-describedby="${about}"` : null} ${faulty ? html`aria-invalid="true"` : null}`
  }
  const pinField = (
    id: 'pin' | 'again',
    label: string,
    hint: Html | null,
    hintId?: string,
  ) => html`<div class="bh-field">
<label for="${id}">${label}</label>
${hint}
<input class="bh-code" id="${id}" name="${id}" type="password" inputmode="numeric" autocomplete="off" ${hasPasskey ? null : html`required`} maxlength="${PIN.digits}" ${told(id, hintId)}>
</div>`
  return renderPage({
    language: page.language,
    title: texts.title,
    self: { path: keepPath(page.next), query: {} },
    body: html`<h1>${texts.title}</h1>
<p class="bh-quiet">${texts.lead}</p>
${alertBox(failure?.text ?? null)}
<form method="post" action="${KEEP_PATH}">
${hidden('form', page.formToken)}${hidden('return', page.next)}
<div class="bh-field">
<label for="name">${texts.name}</label>
<span class="bh-hint" id="name-hint">${texts.nameHint}</span>
<input id="name" name="name" value="${page.name}" autocomplete="off" required maxlength="60" ${told('name', 'name-hint')}>
</div>
${pinField('pin', texts.pin, html`<span class="bh-hint" id="pin-hint">${hasPasskey ? texts.pinOrPasskey : texts.pinHint}</span>`, 'pin-hint')}
${pinField('again', texts.again, null)}
<button class="bh-button" type="submit">${texts.submit}</button>
</form>
<a class="bh-after" href="${page.next}">${texts.later}</a>`,
  })
}
