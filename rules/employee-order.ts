/** N-02: what an employee e-ID is ordered with. Pure: texts in, a clean order or every fault at once out. */
import { cleanText } from './clean-text.ts'
import { parseEmail } from './email.ts'
import { type EmployeeRole, isEmployeeRole } from './employee-roles.ts'
import { firstNameOf, foldName, lastNameOf, normaliseName } from './names.ts'

export const ORDER_FIELDS = ['name', 'street', 'postcode', 'city', 'email', 'mobile', 'role'] as const
export type OrderField = (typeof ORDER_FIELDS)[number]

export type EmployeeOrder = {
  readonly name: string
  readonly street: string
  readonly postcode: string
  readonly city: string
  readonly email: string
  /** Lower-cased, compared. */
  readonly emailForm: string
  /** E.164, `+4512345678`. */
  readonly mobile: string | null
  readonly role: EmployeeRole
}

export type OrderFault = {
  readonly field: OrderField
  readonly reason:
    | 'missing'
    | 'too-long'
    | 'characters'
    | 'one-name'
    | 'postcode'
    | 'email'
    | 'mobile'
    | 'role'
}

export type OrderVerdict =
  | { kind: 'good'; order: EmployeeOrder }
  | { kind: 'faulty'; faults: readonly OrderFault[] }

const LONGEST = { name: 120, street: 120, city: 60 } as const
/** Four digits; five for employees who live in Sweden. */
const POSTCODE = /^(?:\d{4}|\d{3} ?\d{2})$/
const COUNTRY_CODE = { dk: '+45', no: '+47' } as const

/** @param given fields as typed; a missing one is an empty text. */
export function judgeOrder(
  country: 'dk' | 'no',
  given: Readonly<Partial<Record<OrderField, string>>>,
): OrderVerdict {
  const faults: OrderFault[] = []
  const text = (field: 'name' | 'street' | 'city'): string => {
    const cleaned = cleanText(given[field] ?? '', LONGEST[field])
    if (cleaned.kind === 'clean') return cleaned.text
    const reason =
      cleaned.reason === 'empty' ? 'missing' : cleaned.reason === 'too-long' ? 'too-long' : 'characters'
    faults.push({ field, reason })
    return ''
  }
  const blank = (field: OrderField) => (given[field] ?? '').trim() === ''
  const fault = (field: OrderField, reason: OrderFault['reason']) =>
    faults.push({ field, reason: blank(field) ? 'missing' : reason })

  const name = text('name')
  // A person has a given name and a family name: they are what the e-ID that accepts is compared with.
  if (name !== '' && !normaliseName(name).includes(' ')) faults.push({ field: 'name', reason: 'one-name' })
  const street = text('street')
  const postcode = (given.postcode ?? '').trim()
  if (!POSTCODE.test(postcode)) fault('postcode', 'postcode')
  const city = text('city')
  const emailForm = parseEmail(given.email ?? '')
  if (emailForm === undefined) fault('email', 'email')
  const mobile = blank('mobile') ? null : mobileOf(country, given.mobile!)
  if (mobile === undefined) faults.push({ field: 'mobile', reason: 'mobile' })
  const role = (given.role ?? '').trim().toLowerCase()
  if (!isEmployeeRole(role)) fault('role', 'role')

  if (faults.length > 0 || emailForm === undefined || mobile === undefined || !isEmployeeRole(role))
    return { kind: 'faulty', faults }
  const email = given.email!.trim()
  return { kind: 'good', order: { name, street, postcode, city, email, emailForm, mobile, role } }
}

/** Eight digits as the country writes them, or a number with its country code (E.164: at most fifteen digits). */
function mobileOf(country: 'dk' | 'no', text: string): string | undefined {
  const plain = text.replace(/[\s().-]/g, '').replace(/^00/, '+')
  if (/^[2-9]\d{7}$/.test(plain)) return `${COUNTRY_CODE[country]}${plain}`
  return /^\+[1-9]\d{7,14}$/.test(plain) ? plain : undefined
}

/**
 * Whether the person who accepts bears the name that was ordered: first given name and last family name, in the weak form in
 * which æ is ae. Not proof of identity (the e-ID is that), but a link that went to the wrong inbox opens nothing there.
 */
export function isSameName(ordered: string, registered: { given: string; family: string }): boolean {
  return (
    foldName(firstNameOf(ordered)) === foldName(firstNameOf(registered.given)) &&
    foldName(lastNameOf(ordered)) === foldName(lastNameOf(registered.family))
  )
}
