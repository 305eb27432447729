/** B-01, B-18: whether an organisation takes mail, and an answer to this letter. */
export type Receiver = {
  /** Set by the operator with the sender's agreement. */
  readonly acceptsMail: boolean
  readonly state: string
  /** A person who writes is answered by a letter to a person (S-13). */
  readonly isPerson: boolean
}

export const takesMail = ({ acceptsMail, state, isPerson }: Receiver): boolean =>
  acceptsMail && state === 'approved' && !isPerson

/** The sender's word on this letter stands above its word in general, but nobody answers who takes no mail at all. */
export const takesReply = (receiver: Receiver, replyAllowed: boolean | null): boolean =>
  takesMail(receiver) && replyAllowed !== false
