/** The employee's own pages: whom one acts for, the invitation, one's employments, and leaving one. */
import type { Employment } from '#people/employees/employees.store.ts'
import { type Html, html } from '../pages/html.ts'
import { alertBox, hidden, renderPage } from '../pages/layout.ts'
import { heldFacts, type Looking, saidDone } from './company-pages.ts'
import { eventList } from './event-list.ts'
import { COMPANY_PATHS as P } from './paths.ts'
import type { OwnEmployment } from './read-employees.ts'
import { EMPLOYEE_TEXTS } from './texts.ts'

const numberOf = (looking: Looking, { country, enterpriseNumber }: Employment) =>
  `${EMPLOYEE_TEXTS[looking.language].number[country]} ${enterpriseNumber}`

/** One button each; without a choice there is nothing but a way home. */
export function actingPage(
  looking: Looking,
  shown: {
    employments: readonly Employment[]
    ownMailbox: boolean
    present: string | null
    next: string
    failure: string | null
  },
): string {
  const texts = EMPLOYEE_TEXTS[looking.language]
  const choice = (employeeId: string, label: string, detail: string | null, present: boolean): Html =>
    html`<li><form method="post" action="${P.actingFor}">
${hidden('form', looking.formToken)}${hidden('return', shown.next)}${hidden('employee', employeeId)}
<button class="bh-button" data-variant="secondary" type="submit"${present ? html` aria-current="true"` : null}>${label}${present ? ` (${texts.actingNow})` : ''}</button>
</form>${detail ? html`<span class="bh-small">${detail}</span>` : null}</li>`
  return renderPage({
    language: looking.language,
    title: texts.actingTitle,
    self: { path: P.actingFor, query: { return: shown.next } },
    wide: { places: null },
    body: html`<h1>${texts.actingTitle}</h1>
${alertBox(shown.failure)}
<p>${shown.employments.length > 0 ? texts.actingLead : texts.actingNone}</p>
<ul class="bh-rows">
${shown.ownMailbox ? choice('', texts.actingSelf, null, shown.present === null) : null}
${shown.employments.map((one) =>
  choice(
    one.employeeId,
    one.enterpriseName,
    `${numberOf(looking, one)} · ${texts.role[one.role]}`,
    one.employeeId === shown.present,
  ),
)}
</ul>
<a class="bh-after" href="${P.employments}">${texts.employments}</a>`,
  })
}

export function invitationPage(
  looking: Looking,
  shown: { invitation: Employment; token: string; failure: string | null },
): string {
  const { language, formToken } = looking
  const texts = EMPLOYEE_TEXTS[language]
  const { invitation, token } = shown
  return renderPage({
    language,
    title: texts.invitationTitle,
    self: { path: P.invitation, query: { token } },
    wide: { places: null },
    body: html`<h1>${texts.invitationTitle}</h1>
${alertBox(shown.failure)}
<p>${texts.invitationLead(invitation.enterpriseName, numberOf(looking, invitation))}</p>
<p>${texts.invitationMeans}</p>
<h2>${texts.details}</h2>
<p>${texts.invitationHeld}</p>
${heldFacts(language, invitation)}
<form method="post" action="${P.invitation}">
${hidden('form', formToken)}${hidden('token', token)}
<div class="bh-actions"><button class="bh-button" type="submit" name="answer" value="accept">${texts.accept}</button>
<button class="bh-button" data-variant="secondary" type="submit" name="answer" value="decline">${texts.decline}</button></div>
</form>`,
  })
}

export function acceptedPage(looking: Looking, accepted: Employment): string {
  const texts = EMPLOYEE_TEXTS[looking.language]
  return renderPage({
    language: looking.language,
    title: texts.acceptedTitle,
    self: null,
    wide: { places: null },
    body: html`<h1>${texts.acceptedTitle}</h1>
<p role="status">${texts.accepted(accepted.enterpriseName)}</p>
<form method="post" action="${P.actingFor}">
${hidden('form', looking.formToken)}${hidden('return', '/')}${hidden('employee', accepted.employeeId)}
<div class="bh-actions"><button class="bh-button" type="submit">${texts.actFor(accepted.enterpriseName)}</button>
<a href="/">${texts.home}</a></div>
</form>`,
  })
}

/** A page that only says something. */
export function saidPage(looking: Pick<Looking, 'language'>, title: string, text: string): string {
  return renderPage({
    language: looking.language,
    title,
    self: null,
    body: html`<h1>${title}</h1>
<p role="status">${text}</p>
<a class="bh-button" href="/">${EMPLOYEE_TEXTS[looking.language].home}</a>`,
  })
}

export function employmentsPage(
  looking: Looking,
  shown: { employments: readonly OwnEmployment[]; done: string | null },
): string {
  const { language } = looking
  const texts = EMPLOYEE_TEXTS[language]
  return renderPage({
    language,
    title: texts.employments,
    self: { path: P.employments, query: {} },
    wide: { places: null },
    body: html`<h1>${texts.employments}</h1>
${saidDone(shown.done)}
<p>${shown.employments.length === 0 ? texts.actingNone : texts.employmentsLead}</p>
${shown.employments.map(
  (one) => html`<section aria-labelledby="of-${one.employeeId}">
<h2 id="of-${one.employeeId}">${one.enterpriseName}</h2>
<p class="bh-small">${numberOf(looking, one)} · ${texts.state[one.state]}</p>
${heldFacts(language, one)}
${
  one.state === 'active'
    ? html`<p class="bh-actions"><a href="${P.keys(one.employeeId)}">${texts.key.link}</a> <a href="${P.leave(one.employeeId)}">${texts.leave}</a></p>`
    : null
}
${one.state === 'active' ? historyPart(looking, one) : null}
<h3>${texts.happened}</h3>
${eventList({ language, country: one.country }, one.events, false)}
</section>`,
)}
<a class="bh-after" href="${P.actingFor}">${texts.actingTitle}</a>`,
  })
}

/** N-22: the employee's own choice, for this employment. */
function historyPart(looking: Looking, one: OwnEmployment): Html {
  const { history } = EMPLOYEE_TEXTS[looking.language]
  const on = one.servicesSince !== null
  return html`<h3>${history.title}</h3>
<p>${on ? history.on : history.off}</p>
<form method="post" action="${P.history(one.employeeId)}">
${hidden('form', looking.formToken)}${hidden('remember', on ? 'no' : 'yes')}
<div class="bh-actions"><button class="bh-button" data-variant="secondary" type="submit">${on ? history.turnOff : history.turnOn}<span class="bh-hidden"> (${one.enterpriseName})</span></button></div>
</form>`
}

export function leavePage(
  looking: Looking,
  shown: { employment: Employment; failure: string | null },
): string {
  const texts = EMPLOYEE_TEXTS[looking.language]
  const { employment } = shown
  return renderPage({
    language: looking.language,
    title: texts.leaveQuestion(employment.enterpriseName),
    self: { path: P.leave(employment.employeeId), query: {} },
    wide: { places: null },
    body: html`<h1>${texts.leaveQuestion(employment.enterpriseName)}</h1>
${alertBox(shown.failure)}
<p>${texts.leaveLead}</p>
<form method="post" action="${P.leave(employment.employeeId)}">
${hidden('form', looking.formToken)}
<div class="bh-actions"><button class="bh-button" data-variant="danger" type="submit">${texts.leaveSubmit}</button>
<a href="${P.employments}">${texts.cancel}</a></div>
</form>`,
  })
}
