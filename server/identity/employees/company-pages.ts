/** Company administration as pages: employees, one of them, an order, the end of one, the log. All work without script. */
import type { EmployeeRow, Enterprise } from '#people/employees/employees.store.ts'
import { type Html, html } from '../pages/html.ts'
import { alertBox, hidden, renderPage } from '../pages/layout.ts'
import type { SessionLanguage } from '../session.store.ts'
import { eventList, timeIn } from './event-list.ts'
import { type FormState, orderFields } from './order-fields.ts'
import { COMPANY_PATHS as P } from './paths.ts'
import { type CompanyLog, EMPLOYEES_A_PAGE, type EmployeesPage, type OneEmployee } from './read-employees.ts'
import { EMPLOYEE_TEXTS } from './texts.ts'

/** Of every page: who looks, and the token its forms carry. */
export type Looking = { language: SessionLanguage; formToken: string }

type CompanyPlace = 'employees' | 'order' | 'bulk' | 'log'

/** The frame of one page of the administration. */
export function companyPage(
  looking: Looking,
  page: {
    enterprise: Enterprise
    here: CompanyPlace | null
    title: string
    self: { path: string; query: Readonly<Record<string, string>> } | null
    body: Html
  },
): string {
  const { language } = looking
  const texts = EMPLOYEE_TEXTS[language]
  const place = (id: CompanyPlace, path: string, name: string) =>
    html`<li><a href="${path}"${page.here === id ? html` aria-current="page"` : null}>${name}</a></li>`
  const { name, country, enterpriseNumber } = page.enterprise
  return renderPage({
    language,
    title: page.title,
    self: page.self,
    wide: {
      places: html`<nav class="bh-places" aria-label="${texts.places}"><a class="bh-back" href="/">${texts.toMailbox}</a><ul>
${place('employees', P.employees, texts.employees)}
${place('order', P.order, texts.order)}
${place('bulk', P.bulk, texts.bulk)}
${place('log', P.log, texts.log)}
</ul></nav>`,
    },
    body: html`<p class="bh-small">${name} · ${texts.number[country]} ${enterpriseNumber}</p>
<h1>${page.title}</h1>
${page.body}`,
  })
}

/** What was done just before, read out by a screen reader. */
export const saidDone = (text: string | null): Html | null =>
  text === null ? null : html`<p class="bh-notice" role="status">${text}</p>`

export function employeesPage(
  looking: Looking,
  shown: EmployeesPage & { search: string; page: number; done: string | null },
): string {
  const texts = EMPLOYEE_TEXTS[looking.language]
  const { employees, total, search, page } = shown
  const first = (page - 1) * EMPLOYEES_A_PAGE
  const at = (page: number) =>
    `${P.employees}?${new URLSearchParams({ ...(search && { q: search }), page: String(page) })}`
  return companyPage(looking, {
    enterprise: shown.enterprise,
    here: 'employees',
    title: texts.employees,
    self: { path: P.employees, query: { ...(search && { q: search }), page: String(page) } },
    body: html`${saidDone(shown.done)}
<form class="bh-search" method="get" action="${P.employees}" role="search">
<div class="bh-field">
<label for="q">${texts.search}</label>
<input id="q" name="q" type="search" value="${search}" maxlength="100">
</div>
<button class="bh-button" data-variant="secondary" type="submit">${texts.searchSubmit}</button>
</form>
${
  employees.length === 0
    ? html`<p>${texts.none}</p>`
    : html`<p class="bh-small">${texts.showing(first + 1, first + employees.length, total)}</p>
<ul class="bh-rows">
${employees.map(
  (employee) => html`<li>
<a href="${P.employee(employee.employeeId)}">${employee.name}</a>
<span>${texts.role[employee.role]} · ${texts.state[employee.state]}${
    employee.employeeId === shown.ownEmployeeId ? html` (${texts.you})` : null
  }</span>
${employee.email ? html`<span class="bh-small">${employee.email}</span>` : null}
</li>`,
)}
</ul>`
}
<div class="bh-actions">
${page > 1 ? html`<a href="${at(page - 1)}">${texts.earlier}</a>` : null}
${first + employees.length < total ? html`<a href="${at(page + 1)}">${texts.later}</a>` : null}
</div>`,
  })
}

export function orderPage(looking: Looking, enterprise: Enterprise, form: FormState): string {
  const texts = EMPLOYEE_TEXTS[looking.language]
  return companyPage(looking, {
    enterprise,
    here: 'order',
    title: texts.order,
    self: { path: P.order, query: {} },
    body: html`${alertBox(form.failure)}
<p>${texts.orderLead}</p>
<form method="post" action="${P.order}">
${hidden('form', looking.formToken)}
${orderFields(looking.language, form)}
<div class="bh-actions"><button class="bh-button" type="submit">${texts.orderSubmit}</button></div>
</form>`,
  })
}

export function employeePage(
  looking: Looking,
  shown: OneEmployee & { form: FormState; done: string | null; now: Date },
): string {
  const { language, formToken } = looking
  const texts = EMPLOYEE_TEXTS[language]
  const { employee, enterprise, form } = shown
  const { country } = enterprise
  const path = P.employee(employee.employeeId)
  return companyPage(looking, {
    enterprise,
    here: null,
    title: employee.name,
    self: { path, query: {} },
    body: html`${alertBox(form.failure)}${saidDone(shown.done)}
<p>${texts.role[employee.role]} · ${texts.state[employee.state]}${employee.employeeId === shown.ownEmployeeId ? html` (${texts.you})` : null}</p>
${employee.state === 'invited' ? invitationPart(looking, employee, country, shown.now) : null}
${
  employee.state === 'ended'
    ? heldFacts(language, employee)
    : html`<h2>${texts.editTitle}</h2>
<form method="post" action="${path}">
${hidden('form', formToken)}
${orderFields(language, form)}
<div class="bh-actions"><button class="bh-button" type="submit">${texts.editSubmit}</button>
<a href="${P.end(employee.employeeId)}">${texts.end}</a></div>
</form>`
}
<h2>${texts.happened}</h2>
${eventList({ language, country }, shown.events, false)}`,
  })
}

function invitationPart(looking: Looking, employee: EmployeeRow, country: 'dk' | 'no', now: Date): Html {
  const texts = EMPLOYEE_TEXTS[looking.language]
  const until = employee.invitationExpiresAt
  return html`<div class="bh-notice"><p>${
    until && until > now
      ? texts.invitedUntil(timeIn({ language: looking.language, country }, until))
      : texts.invitedOver
  }</p></div>
<form method="post" action="${P.invite(employee.employeeId)}">
${hidden('form', looking.formToken)}
<div class="bh-actions"><button class="bh-button" data-variant="secondary" type="submit">${texts.invite}</button></div>
</form>`
}

/** What is held about an employee, in words. */
export function heldFacts(language: SessionLanguage, employee: EmployeeRow): Html {
  const texts = EMPLOYEE_TEXTS[language]
  const rows: [string, string][] = [
    [texts.field.name, employee.name],
    [texts.field.street, `${employee.street}, ${employee.postcode} ${employee.city}`],
    [texts.field.email, employee.email ?? '–'],
    [texts.field.mobile.replace(/ \(.*/, ''), employee.mobile ?? '–'],
    [texts.field.role, texts.role[employee.role]],
  ]
  return html`<dl class="bh-facts">
${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
</dl>`
}

export function endPage(looking: Looking, shown: OneEmployee & { failure: string | null }): string {
  const texts = EMPLOYEE_TEXTS[looking.language]
  const { employee, enterprise } = shown
  return companyPage(looking, {
    enterprise,
    here: null,
    title: texts.endQuestion(employee.name),
    self: { path: P.end(employee.employeeId), query: {} },
    body: html`${alertBox(shown.failure)}
<p>${texts.endLead}</p>
<form method="post" action="${P.end(employee.employeeId)}">
${hidden('form', looking.formToken)}
<div class="bh-actions"><button class="bh-button" data-variant="danger" type="submit">${texts.endSubmit}</button>
<a href="${P.employee(employee.employeeId)}">${texts.cancel}</a></div>
</form>`,
  })
}

export function logPage(looking: Looking, log: CompanyLog): string {
  const { language } = looking
  const texts = EMPLOYEE_TEXTS[language]
  return companyPage(looking, {
    enterprise: log.enterprise,
    here: 'log',
    title: texts.log,
    self: { path: P.log, query: {} },
    body: html`${eventList({ language, country: log.enterprise.country }, log.events, true)}
${log.next ? html`<a href="${P.log}?${new URLSearchParams({ before: log.next }).toString()}">${texts.older}</a>` : null}`,
  })
}
