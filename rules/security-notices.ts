/**
 * What a person is told about their own ID, whether they want notices of letters or not: whoever gets into an account must
 * not be able to do it in silence (N-06, N-11). One row a kind: whether the notice offers to block at one click, and which
 * facts it may carry. A fact that is not listed is dropped, so that nothing more can slip into a mail.
 */
export const FACTS = [
  /** Moment in ISO 8601, UTC. */
  'at',
  /** The person's own name for a device. */
  'device',
  /** Browser and system in words: "Firefox, Windows". */
  'browser',
  /** Country in words, never a street. */
  'place',
  /** Moment in ISO 8601 at which something takes effect or ends. */
  'until',
  /** A service provider's name. */
  'service',
  /** The name of the enterprise it is about. */
  'enterprise',
  /** Whose mailbox it is about. */
  'owner',
  /** To whom data was disclosed. */
  'recipient',
  /** Legal ground, or the reason in words. */
  'reason',
] as const
export type Fact = (typeof FACTS)[number]
export type Facts = Readonly<Partial<Record<Fact, string>>>

export type SecurityNotice = {
  /** The mail offers a link that blocks the ID at one click. Not where it is blocked already, or the person asked a moment ago. */
  readonly block: boolean
  /** Told by SMS too, where there is a verified phone: what gives access, changes it or takes it away. Not the day-to-day. */
  readonly sms: boolean
  readonly facts: readonly Fact[]
}

export const SECURITY_NOTICES = {
  // I-11: signed in from a browser that this person has not used before.
  'new-sign-in': { block: true, sms: false, facts: ['at', 'browser', 'place'] },
  // I-07: what a fraud rule found, its reason in words.
  'suspicious-sign-in': { block: true, sms: true, facts: ['at', 'browser', 'place', 'reason'] },
  // I-02
  'new-device': { block: true, sms: true, facts: ['at', 'device', 'browser'] },
  'device-removed': { block: true, sms: true, facts: ['at', 'device', 'browser'] },
  'device-blocked': { block: false, sms: true, facts: ['at', 'device'] },
  'password-changed': { block: true, sms: true, facts: ['at', 'browser'] },
  'user-id-changed': { block: true, sms: true, facts: ['at', 'browser'] },
  // I-02: recovery has a cooling-off, and is said on every channel.
  'recovery-started': { block: true, sms: true, facts: ['at', 'browser', 'until'] },
  'recovery-stopped': { block: false, sms: false, facts: ['at'] },
  'recovery-finished': { block: true, sms: true, facts: ['at', 'browser'] },
  // I-01, I-02, I-20: what goes out by letter.
  'activation-sent': { block: true, sms: true, facts: ['at'] },
  'code-card-sent': { block: true, sms: true, facts: ['at', 'device'] },
  // The register has a new address: a code on its way to the old one is over.
  'code-left-behind': { block: true, sms: true, facts: ['at'] },
  'temporary-password-sent': { block: true, sms: true, facts: ['at'] },
  // P-09: sent to the old addresses as well.
  'contact-changed': { block: true, sms: true, facts: ['at', 'browser'] },
  // T-01: mail to an address came back; told on every other way.
  'email-failing': { block: false, sms: true, facts: ['at'] },
  // I-05
  blocked: { block: false, sms: true, facts: ['at', 'reason'] },
  unblocked: { block: true, sms: true, facts: ['at'] },
  // I-17
  'certificate-issued': { block: true, sms: true, facts: ['at', 'device'] },
  'certificate-name-changed': { block: false, sms: false, facts: ['at', 'until'] },
  'certificate-revoked': { block: false, sms: false, facts: ['at', 'device', 'reason'] },
  // I-08: data goes to a service provider by consent.
  'consent-given': { block: true, sms: false, facts: ['at', 'service'] },
  // I-03
  'employee-id-ordered': { block: false, sms: false, facts: ['at', 'enterprise'] },
  'employee-id-revoked': { block: false, sms: false, facts: ['at', 'enterprise'] },
  // B-10: somebody offers access to their mailbox; somebody has said yes to the owner's offer.
  'access-offered': { block: false, sms: false, facts: ['at', 'owner'] },
  'access-given': { block: true, sms: false, facts: ['at'] },
  // B-11, B-12: a request for access was decided; the owner's mailbox has a guardian or attorney; a co-attorney is asked.
  'power-decided': { block: false, sms: false, facts: ['at'] },
  'power-given': { block: true, sms: true, facts: ['at'] },
  'power-consent-asked': { block: false, sms: false, facts: ['at'] },
  // I-07, N-15 to N-17: a disclosure without consent, where law allows to tell.
  'data-disclosed': { block: false, sms: false, facts: ['at', 'recipient', 'reason'] },
  // B-14: everything in the mailbox as one archive.
  'take-out-asked': { block: true, sms: false, facts: ['at'] },
  'take-out-by-other': { block: false, sms: false, facts: ['at'] },
  // B-14: a token reads letters for as long as it lives.
  'token-made': { block: true, sms: false, facts: ['at', 'device', 'until'] },
  // B-17
  'calendar-shared': { block: true, sms: false, facts: ['at'] },
  // N-08, N-09
  'data-requested': { block: true, sms: true, facts: ['at', 'until'] },
  'data-answered': { block: true, sms: false, facts: ['at'] },
  // B-09, B-22
  // B-21: what staff decided of a letter that was reported stands in the letter.
  'report-decided': { block: false, sms: false, facts: ['at'] },
  'mailbox-deactivated': { block: true, sms: false, facts: ['at'] },
  'mailbox-reactivated': { block: true, sms: false, facts: ['at'] },
  'mailbox-closed': { block: true, sms: true, facts: ['at', 'until'] },
  'mailbox-reopened': { block: true, sms: true, facts: ['at'] },
  // R1: nobody has used it for almost five years.
  'mailbox-unused': { block: false, sms: true, facts: ['at', 'until'] },
  // R13: the same of an enterprise's.
  'enterprise-unused': { block: false, sms: true, facts: ['at', 'until', 'enterprise'] },
  // P-02: to everybody who administers the enterprise.
  'enterprise-closing': { block: true, sms: true, facts: ['at', 'until', 'enterprise'] },
  'enterprise-closed': { block: true, sms: true, facts: ['at', 'until', 'enterprise'] },
  'enterprise-reopened': { block: true, sms: false, facts: ['at', 'enterprise'] },
  'enterprise-email-failing': { block: false, sms: false, facts: ['at', 'enterprise'] },
} as const satisfies Record<string, SecurityNotice>

export type SecurityNoticeKind = keyof typeof SECURITY_NOTICES

/** What may stand in an e-mail, which travels and rests unprotected. Who provides a service or got data does not: a clinic's name
 * says much. The list in the app shows all of them. */
export const MAIL_FACTS: readonly Fact[] = ['at', 'device', 'browser', 'place', 'until']

/** Longest value kept of a fact, in characters. */
export const FACT_CHARACTERS_MAX = 200

/** The facts this kind may carry, cut to length. */
export function factsOf(about: SecurityNoticeKind, given: Facts): Facts {
  const kept = SECURITY_NOTICES[about].facts.flatMap((fact) => {
    const value = given[fact]
    return value === undefined || value === ''
      ? []
      : [[fact, [...value].slice(0, FACT_CHARACTERS_MAX).join('')] as const]
  })
  return Object.fromEntries(kept)
}

export function isSecurityNotice(text: string): text is SecurityNoticeKind {
  return Object.hasOwn(SECURITY_NOTICES, text)
}

/** Days a block link works. It is used once; a blocked ID is opened again by its owner alone. */
export const BLOCK_LINK_DAYS = 30
