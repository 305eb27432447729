/** What happened to employments, as sentences in a list: for administrators and for the employee alike. */
import type { EmployeeEventRow } from '#people/employees/employee-events.store.ts'
import type { OrderField } from '#rules/employee-order.ts'
import { PROFILES } from '#rules/profiles.ts'
import { type Html, html } from '../pages/html.ts'
import type { SessionLanguage } from '../session.store.ts'
import { EMPLOYEE_TEXTS, type EmployeeTexts } from './texts.ts'

type Place = { language: SessionLanguage; country: 'dk' | 'no' }

/** @param named whether to say whose employment it is. */
export function eventList(place: Place, events: readonly EmployeeEventRow[], named: boolean): Html {
  const texts = EMPLOYEE_TEXTS[place.language]
  return html`<ol class="bh-rows">
${events.map(
  (event) => html`<li>
<span>${named ? html`<strong>${event.employeeName}</strong>: ` : null}${sentenceOf(texts, event)}</span>
<time class="bh-small" datetime="${event.at.toISOString()}">${timeIn(place, event.at)}</time>
</li>`,
)}
</ol>`
}

function sentenceOf(texts: EmployeeTexts, event: EmployeeEventRow): string {
  const fields = event.changed.map((field) => fieldName(texts, field)).join(', ')
  const what = [texts.event[event.event], fields].filter(Boolean).join(': ')
  const role = event.role ? ` (${texts.role[event.role]})` : ''
  return `${what}${role} ${byWhom(texts, event)}`.trim()
}

/** Without the remark that it may be left out. */
const fieldName = (texts: EmployeeTexts, field: string) =>
  (texts.field[field as OrderField] ?? field).replace(/ \(.*/, '')

function byWhom(
  { by }: EmployeeTexts,
  { byKind, byName, byEmployeeId, employeeId }: EmployeeEventRow,
): string {
  if (byKind === 'operator' || byKind === 'system') return by[byKind]
  // Of what somebody did to their own employment the name is said already, or it is the page's.
  if (byEmployeeId === employeeId) return ''
  return by[byKind](byName ?? '–')
}

/** A moment as the country's clock shows it, in the reader's language. */
export function timeIn({ language, country }: Place, at: Date): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: PROFILES[country].timeZone,
  }).format(at)
}
