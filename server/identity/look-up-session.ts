/** The session of a token, asked together with those of other requests (`#ground/asked-together.ts`). */
import { askedTogether } from '#ground/asked-together.ts'
import { findSessions, type PresentSession } from './session.store.ts'

/** null as `findSession` says it. */
export const lookUpSession = askedTogether<Buffer, PresentSession | null>(findSessions)
