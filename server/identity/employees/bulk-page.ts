/** Ordering many employees from a file, with every fault by row. */
import type { Enterprise } from '#people/employees/employees.store.ts'
import { ORDER_FIELDS, type OrderField } from '#rules/employee-order.ts'
import { EMPLOYEE_LIMITS } from '#rules/employee-roles.ts'
import { type Html, html } from '../pages/html.ts'
import { alertBox, hidden } from '../pages/layout.ts'
import { companyPage, type Looking } from './company-pages.ts'
import type { RowFault } from './employee-table.ts'
import type { Imported } from './import-employees.ts'
import { COMPANY_PATHS as P } from './paths.ts'
import { EMPLOYEE_TEXTS, type EmployeeTexts } from './texts.ts'

/** More are counted, not shown: nobody reads a thousand. */
const FAULTS_SHOWN = 100

/** @param page.refused what came of the last try; null at first. `pasted` stays in its field. */
export function bulkPage(
  looking: Looking,
  page: { enterprise: Enterprise; refused: Exclude<Imported, { kind: 'ordered' }> | null; pasted: string },
): string {
  const texts = EMPLOYEE_TEXTS[looking.language]
  const { refused } = page
  return companyPage(looking, {
    enterprise: page.enterprise,
    here: 'bulk',
    title: texts.bulk,
    self: { path: P.bulk, query: {} },
    body: html`${alertBox(refused && `${texts.bulkNothing} ${wordsOf(texts, refused)}`.trim())}
${refused?.kind === 'faulty' ? faultList(texts, refused.faults) : null}
<p>${texts.bulkLead}</p>
<p id="columns">${texts.bulkColumns}:</p>
<pre aria-labelledby="columns">${ORDER_FIELDS.map((field) => headingOf(texts, field)).join(', ')}</pre>
<p>${texts.bulkRoles}</p>
<form method="post" action="${P.bulk}" enctype="multipart/form-data">
${hidden('form', looking.formToken)}
<div class="bh-field">
<label for="file">${texts.bulkFile}</label>
<input id="file" name="file" type="file" accept=".csv,.txt,.tsv,text/csv,text/plain">
</div>
<div class="bh-field">
<label for="rows">${texts.bulkText}</label>
<textarea id="rows" name="rows" rows="8" spellcheck="false" maxlength="${EMPLOYEE_LIMITS.importBytesMax}">${page.pasted}</textarea>
</div>
<div class="bh-actions"><button class="bh-button" type="submit">${texts.bulkSubmit}</button></div>
</form>`,
  })
}

/** Without what a form adds in brackets. */
const headingOf = (texts: EmployeeTexts, field: OrderField) => texts.field[field].replace(/ \(.*/, '')

function wordsOf(texts: EmployeeTexts, refused: Exclude<Imported, { kind: 'ordered' }>): string {
  if (refused.kind === 'faulty') return ''
  if (refused.kind === 'columns')
    return texts.bulkFault.columns(refused.missing.map((field) => headingOf(texts, field)).join(', '))
  if (refused.why === 'too-many') return texts.bulkFault['too-many'](EMPLOYEE_LIMITS.importRowsMax)
  return texts.bulkFault[refused.why]
}

function faultList(texts: EmployeeTexts, faults: readonly RowFault[]): Html {
  const more = faults.length - FAULTS_SHOWN
  return html`<ul class="bh-rows">
${faults
  .slice(0, FAULTS_SHOWN)
  .map(
    ({ row, field, reason }) =>
      html`<li><span><strong>${texts.bulkRow(row)}, ${headingOf(texts, field)}</strong>: ${texts.fault[reason]}</span></li>`,
  )}
</ul>
${more > 0 ? html`<p>${texts.bulkMore(more)}</p>` : null}`
}
