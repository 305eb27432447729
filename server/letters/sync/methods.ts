/** Which method is what. Everything that would change something is answered as a read-only account does. */
import {
  echo,
  emailChanges,
  emailGet,
  emailQuery,
  emailQueryChanges,
  readOnly,
  threadChanges,
  threadGet,
} from './email-methods.ts'
import { CORE, MAIL } from './jmap-session.ts'
import { mailboxChanges, mailboxGet, mailboxQuery, mailboxQueryChanges } from './mailbox-methods.ts'
import type { Method } from './method.ts'

/** By name: the capability it belongs to, and what does it. */
export const METHODS: Readonly<Record<string, { capability: string; run: Method; ofAccount: boolean }>> = {
  'Core/echo': { capability: CORE, run: echo, ofAccount: false },
  ...ofMail({
    'Mailbox/get': mailboxGet,
    'Mailbox/changes': mailboxChanges,
    'Mailbox/query': mailboxQuery,
    'Mailbox/queryChanges': mailboxQueryChanges,
    'Mailbox/set': readOnly,
    'Thread/get': threadGet,
    'Thread/changes': threadChanges,
    'Email/get': emailGet,
    'Email/changes': emailChanges,
    'Email/query': emailQuery,
    'Email/queryChanges': emailQueryChanges,
    'Email/set': readOnly,
    'Email/copy': readOnly,
    'Email/import': readOnly,
  }),
}

function ofMail(methods: Record<string, Method>) {
  return Object.fromEntries(
    Object.entries(methods).map(([name, run]) => [name, { capability: MAIL, run, ofAccount: true }]),
  )
}
