/** The words of company administration, invitations and employments. Plain, short, no blame (LOOK: words). */
import type { SessionLanguage } from '../session.store.ts'
import { da, type EmployeeTexts } from './texts-da.ts'
import { en } from './texts-en.ts'
import { nb } from './texts-nb.ts'

export const EMPLOYEE_TEXTS = { da, nb, en } as const satisfies Record<SessionLanguage, EmployeeTexts>
export type { EmployeeTexts }
