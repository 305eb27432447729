/** The words of company administration, invitations and employments. Plain, short, no blame (LOOK: words). */
import type { SessionLanguage } from '../session.store.ts'
import { da, type EmployeeTexts } from './texts-da.ts'
import { en } from './texts-en.ts'
import { nb } from './texts-nb.ts'
import { sv } from './texts-sv.ts'

export const EMPLOYEE_TEXTS = { da, nb, sv, en } as const satisfies Record<SessionLanguage, EmployeeTexts>
export type { EmployeeTexts }
