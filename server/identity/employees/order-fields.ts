/** The fields of an order, with what was typed and what is wrong with it. */
import { ORDER_FIELDS, type OrderFault, type OrderField } from '#rules/employee-order.ts'
import { ROLE_NAMES } from '#rules/employee-roles.ts'
import { type Html, html } from '../pages/html.ts'
import { hidden } from '../pages/layout.ts'
import type { SessionLanguage } from '../session.store.ts'
import { EMPLOYEE_TEXTS } from './texts.ts'

export type EmployeeFields = Readonly<Partial<Record<OrderField, string>>>

export type FormState = {
  given: EmployeeFields
  /** What stands, and stood when the form was shown: it comes back with what is typed. */
  seen?: EmployeeFields
  /** `meanwhile`: a colleague changed it since, to what is `seen` now. */
  faults: readonly (Omit<OrderFault, 'reason'> & { reason: OrderFault['reason'] | 'taken' | 'meanwhile' })[]
  failure: string | null
}

const PLAIN = { type: 'text', inputmode: 'text' } as const
const KIND: Partial<Record<OrderField, { type: string; inputmode: string }>> = {
  email: { type: 'email', inputmode: 'email' },
  mobile: { type: 'tel', inputmode: 'tel' },
  postcode: { type: 'text', inputmode: 'numeric' },
}
const LONGEST = 254

export function fieldsOf(form: Readonly<Record<string, string>>): EmployeeFields {
  return Object.fromEntries(ORDER_FIELDS.map((field) => [field, (form[field] ?? '').slice(0, 400)]))
}

const SEEN = 'seen-'

export const seenOf = (form: Readonly<Record<string, string>>): EmployeeFields =>
  fieldsOf(Object.fromEntries(ORDER_FIELDS.map((field) => [field, form[SEEN + field] ?? ''])))

export function orderFields(
  language: SessionLanguage,
  state: Pick<FormState, 'given' | 'seen' | 'faults'>,
): Html {
  const texts = EMPLOYEE_TEXTS[language]
  const faultOf = (field: OrderField) => state.faults.find((fault) => fault.field === field)
  const saidOf = ({ field, reason }: FormState['faults'][number]): string => {
    if (reason !== 'meanwhile') return texts.fault[reason]
    const now = state.seen?.[field] || '–'
    return texts.nowIs(field === 'role' ? texts.role[now as keyof typeof texts.role] : now)
  }
  const input = (field: OrderField, hint: string | null = null): Html => {
    const fault = faultOf(field)
    const described = [hint && `${field}-hint`, fault && `${field}-fault`].filter(Boolean).join(' ')
    const { type, inputmode } = KIND[field] ?? PLAIN
    return html`<div class="bh-field">
<label for="${field}">${texts.field[field]}</label>
${hint && html`<span class="bh-hint" id="${field}-hint">${hint}</span>`}
<input id="${field}" name="${field}" type="${type}" inputmode="${inputmode}" value="${state.given[field] ?? ''}" maxlength="${LONGEST}" autocomplete="off"${
      field === 'mobile' ? null : html` required`
    }${described === '' ? null : html` aria-describedby="${described}"`}${fault ? html` aria-invalid="true"` : null}>
${fault ? html`<span class="bh-error" id="${field}-fault">${saidOf(fault)}</span>` : null}
</div>`
  }
  const chosen = state.given.role || 'reader'
  const roleFault = faultOf('role')
  const { seen } = state
  return html`${seen ? ORDER_FIELDS.map((field) => hidden(SEEN + field, seen[field] ?? '')) : null}
${input('name', texts.nameHint)}
${input('email', texts.emailHint)}
${input('street')}
<div class="bh-pair">${input('postcode')}${input('city')}</div>
${input('mobile')}
<fieldset>
<legend>${texts.field.role}</legend>
${ROLE_NAMES.toReversed().map(
  (role) => html`<div class="bh-choice">
<input id="role-${role}" type="radio" name="role" value="${role}"${chosen === role ? html` checked` : null} aria-describedby="role-${role}-hint">
<label for="role-${role}">${texts.role[role]}</label>
<span class="bh-hint" id="role-${role}-hint">${texts.roleHint[role]}</span>
</div>`,
)}
${roleFault ? html`<span class="bh-error">${saidOf(roleFault)}</span>` : null}
</fieldset>`
}
