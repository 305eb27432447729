/** Ports: what the house needs from outside, as types of one to three verbs. Adapters are factories in
 * server/adapters/; each port has one contract test that runs against every adapter. The key vault, the pack store and
 * the signer have files of their own beside this one. */

/** The scanner's word on a document. `waits` tells acceptance whether a verdict takes a provider call: then the letter is
 * accepted first and scanned by the worker (S-14). */
export type Scanner = {
  readonly name: string
  readonly waits: boolean
  inspect(document: { bytes: Uint8Array; mediaType: string }): Promise<Verdict>
}
export type Verdict = { kind: 'not-scanned' } | { kind: 'clean' } | { kind: 'refused'; finding: string }

/** The words inside a document, for search (B-01). Never rejects for what the document is: a broken one is `unreadable`. */
export type TextReader = {
  read(document: { bytes: Uint8Array; mediaType: string }): Promise<TextRead>
}
export type TextRead = { kind: 'read'; text: string } | { kind: 'unreadable' } | { kind: 'too-large' }

/** One e-mail: plain text, or sealed for whoever it goes to. Resolves when the mail server has taken it over; rejects with `MailRefused` when it never will,
 * with anything else when it is worth another try. `messageId` is the idempotency key: the same message sent twice
 * carries the same id. */
export type Mailer = {
  send(mail: {
    to: string
    subject: string
    text: string
    language: string
    messageId: string
    /** Where reports of mail that does not arrive go; the sender's own address when left out. */
    returnPath?: string
    /** An S/MIME message (CMS ContentInfo in DER) instead of the text, by the name of its type (RFC 8551 §3.2.2). */
    sealed?: { kind: 'authEnveloped-data' | 'enveloped-data'; der: Buffer }
  }): Promise<void>
}

/** The mail server refused this address or message for good (RFC 5321: a 5yz reply); trying again changes nothing. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused'
  /** It is the address that takes no mail, not this one message. */
  readonly ofRecipient: boolean
  constructor(message: string, about: { ofRecipient?: boolean } = {}) {
    super(message)
    this.ofRecipient = about.ofRecipient ?? false
  }
}

/** P-05: the population register and the public address register of the country or countries served. Rows arrive checked
 * for shape: a row that is not one is counted as `faulty`, never guessed at. */
export type PopulationRegister = {
  /** A snapshot of everybody, page by page; follow the changes from the first page's `changeCursor`. */
  people(): AsyncIterable<RegisterPage<RegisterPerson>>
  /** Every public address, page by page: no names. */
  addresses(): AsyncIterable<RegisterPage<RegisterAddress>>
  /** Changes after a cursor, in order; waits up to `waitSeconds` for the first. `start-anew`: the register does not know
   * this cursor, only a new snapshot helps. */
  changes(after: string, options: { waitSeconds: number; signal?: AbortSignal }): Promise<RegisterChanges>
}

export type RegisterPage<Row> = { rows: Row[]; faulty: number; total: number; changeCursor: string }

export type RegisterChanges =
  | { kind: 'changes'; changes: RegisterChange[]; faulty: number; next: string }
  | { kind: 'start-anew' }

/** The whole person as it is after the change, so that applying a change twice changes nothing. */
export type RegisterChange = { at: Date; person: RegisterPerson }

export type RegisterPerson = {
  country: 'dk' | 'no'
  /** Digits only. */
  nationalNumber: string
  givenNames: string
  familyName: string
  address: RegisterPlace & { careOf?: string }
  status: 'active' | 'inactive' | 'deceased' | 'emigrated'
  protected: boolean
}

export type RegisterAddress = RegisterPlace & { country: 'dk' | 'no' }

export type RegisterPlace = {
  road: string
  houseNumber: string
  floor?: string
  door?: string
  /** Norwegian dwelling number, `H0101`. */
  dwelling?: string
  postcode: string
  city: string
  /** 19 characters, the public form. */
  kvhx?: string
}

/** I-07: about where an IP address is, from a file of the operator's own: no address leaves the house. */
export type GeoIp = {
  /** null: the file does not know it. Throws nothing, also for what is no address. */
  find(address: string): GeoPlace | null
}

export type GeoPlace = {
  /** ISO 3166-1, two letters. */
  country: string
  latitude: number
  longitude: number
  /** Radius within which it most likely is. */
  accuracyKm: number
}
