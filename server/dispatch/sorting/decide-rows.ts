/** Finds each row's recipient, or nobody and says why. The look-ups are set-based, one for each way of addressing; the law
 * is in rules/matching.ts (who is meant) and rules/outcome.ts (what becomes of the letter). Nothing else decides. */
import type { Fault } from '#api/problems.ts'
import type { Decision, PrintAddress, Row, Submission } from '#dispatch/sorting/submission.ts'
import type { Trx } from '#ground/db.ts'
import { registeredCities } from '#people/addresses.store.ts'
import {
  byAddressForms,
  byDigitalAddresses,
  byEmails,
  byEnterpriseNumbers,
  byKvhx,
  byNames,
  byNumbers,
  existingForms,
  type Found,
  registeredAddresses,
} from '#people/find-candidates.ts'
import { blocksAmong } from '#people/finding/block-people.ts'
import { suggestAddresses } from '#people/suggest-address.ts'
import { FAULTS, type FaultCode } from '#rules/faults.ts'
import { type Candidate, decide, type Match, type MatchQuery } from '#rules/matching.ts'
import { cityFits } from '#rules/near-address.ts'
import { type Outcome, outcomeOf } from '#rules/outcome.ts'
import type { Recipient as Addressed } from '#rules/recipient.ts'
import type { RefusalCode } from '#rules/refusals.ts'
import { writeAddress } from '#rules/written-address.ts'

export type RowToDecide = { submission: Pick<Submission, 'sender'>; row: Row }

type Known<To = Addressed> = { toDecide: RowToDecide; to: To }

/** Inside the transaction that writes the letters: it holds the matching lock until it ends, which is what puts a withdrawn
 * consent in force before its answer returns (S-03). */
export async function decideRows(trx: Trx, rows: readonly RowToDecide[]): Promise<Map<Row, Decision>> {
  const decisions = new Map<Row, Decision>()
  const known: Known[] = []
  for (const toDecide of rows) {
    const { recipient, refused } = toDecide.row
    if (refused)
      decisions.set(toDecide.row, {
        kind: 'refuse',
        code: refused.code,
        faults: refused.faults.map(sayFault),
      })
    else if (recipient.kind === 'ok') known.push({ toDecide, to: recipient })
    else decisions.set(toDecide.row, refuseFaulty(recipient.faults))
  }
  await Promise.all([decideByIdentity(trx, known, decisions), decideByNameAndAddress(trx, known, decisions)])
  return decisions
}

type RowFaults = Extract<Row['recipient'], { kind: 'invalid' }>['faults']

function refuseFaulty(rowFaults: RowFaults): Decision {
  const code = FAULTY[rowFaults[0]?.field ?? 'row'] ?? 'recipient-invalid'
  return { kind: 'refuse', code, faults: rowFaults.map(sayFault) }
}

function sayFault({ field, code }: { field: string; code: FaultCode }): Fault {
  return { field, reason: code, message: `${FAULTS[code].en.reason} ${FAULTS[code].en.todo}` }
}

const FAULTY: Readonly<Record<string, RefusalCode>> = {
  nationalNumber: 'number-invalid',
  enterpriseNumber: 'number-invalid',
  address: 'address-invalid',
  kvhx: 'address-invalid',
}

function inMode<M extends Addressed['mode']>(known: readonly Known[], mode: M) {
  return known.filter((k) => k.to.mode === mode) as Known<Extract<Addressed, { mode: M }>>[]
}

// ── Number, e-mail, digital address: at most one person or enterprise ─────────────────────────────────────────────────────

async function decideByIdentity(
  trx: Trx,
  known: readonly Known[],
  decisions: Map<Row, Decision>,
): Promise<void> {
  const numbers = inMode(known, 'national-number')
  const emails = inMode(known, 'email')
  const digital = inMode(known, 'digital-address')
  const enterprises = inMode(known, 'enterprise-number')
  const found: [Known, Found | undefined][] = []
  const pair = (asked: readonly Known[], people: readonly (Found | undefined)[]) => {
    asked.forEach((k, i) => {
      found.push([k, people[i]])
    })
  }
  const [numbered, mailed, addressed, registered] = await Promise.all([
    byNumbers(
      trx,
      numbers.map((k) => ({ country: countryOf(k.toDecide), nationalNumber: k.to.number })),
    ),
    byEmails(
      trx,
      emails.map((k) => k.to.email),
    ),
    byDigitalAddresses(
      trx,
      digital.map((k) => k.to.digitalAddress),
    ),
    byEnterpriseNumbers(
      trx,
      enterprises.map((k) => ({ country: countryOf(k.toDecide), enterpriseNumber: k.to.number })),
    ),
  ])
  pair(numbers, numbered)
  pair(emails, mailed)
  pair(digital, addressed)
  pair(enterprises, registered)
  const blocked = await blocksAmong(trx, writtenByPeople(found))
  const outcomes = found.map(([k, person]) => outcomeForPerson(k, person, isBlocked(blocked, k, person)))
  const toRegistered = found.flatMap(([, person], i) => {
    const outcome = outcomes[i]!
    return person && outcome.kind === 'print' && outcome.to === 'registered-address' ? [person.personId] : []
  })
  const windows = await registeredAddresses(trx, toRegistered)
  found.forEach(([{ toDecide }, person], i) => {
    const mailboxIds = person?.mailboxId ? [person.mailboxId] : []
    const window = person && (person.window ?? windows.get(person.personId))
    decisions.set(toDecide.row, follow(outcomes[i]!, toDecide.row, { mailboxIds, residents: false, window }))
  })
}

/** Whom people, not organisations, write to. */
function writtenByPeople(found: readonly [Known, Found | undefined][]) {
  return found.flatMap(([{ toDecide }, person]) => {
    const mailboxId = person?.mailboxId
    return mailboxId ? writersOf(toDecide).map((personId) => ({ mailboxId, personId })) : []
  })
}

const isBlocked = (blocked: ReadonlySet<string>, { toDecide }: Known, person: Found | undefined): boolean =>
  blocked.size > 0 && writersOf(toDecide).some((personId) => blocked.has(`${person?.mailboxId}/${personId}`))

const NO_PEOPLE: readonly string[] = []

/** In whose name, and by whose hand: nobody who is blocked gets through in a friend's name. */
function writersOf({ submission }: Known['toDecide']): readonly string[] {
  const { personId, writerId } = submission.sender
  if (!personId) return NO_PEOPLE
  return writerId ? [personId, writerId] : [personId]
}

function outcomeForPerson(
  { toDecide: { row }, to }: Known,
  person: Found | undefined,
  blocked: boolean,
): Outcome {
  return outcomeOf({
    mode: to.mode,
    match: person ? 'one' : 'nobody',
    // A verified claim is the consent that e-mail needs; a digital address is given away by its holder, and taken back from
    // one writer by a block (D-17).
    consent: person !== undefined && !blocked,
    mailbox: person?.mailboxState ?? 'none',
    status: person?.status ?? 'active',
    protected: person?.protected ?? false,
    printAllowed: row.printAllowed,
    addressGiven: to.addressGiven,
    sensitive: row.sensitive,
  })
}

// ── Name and address: the matching law ──────────────────────────────────────────────────────────────────────

type ByPlace = Extract<Addressed, { mode: MatchQuery['mode'] }>
type Named = { toDecide: RowToDecide; to: ByPlace; form: string | undefined }

async function decideByNameAndAddress(
  trx: Trx,
  known: readonly Known[],
  decisions: Map<Row, Decision>,
): Promise<void> {
  const rows = await withForms(trx, known)
  if (rows.length === 0) return
  const queries = rows.map(queryOf)
  const candidates = await findCandidates(trx, queries)
  const matches = queries.map((query, i) => decide(query, candidates[i]!))
  const outcomes = rows.map((row, i) => outcomeOfMatch(row, matches[i]!))
  const unknown = await refuseUnknownAddresses(trx, rows, outcomes)
  const elsewhere = await refuseCitiesElsewhere(trx, rows)
  rows.forEach(({ toDecide: { row } }, i) => {
    const match = matches[i]!
    const mailboxIds =
      match.kind === 'one'
        ? [match.candidate.mailboxId]
        : match.kind === 'residents'
          ? match.candidates.map((candidate) => candidate.mailboxId)
          : []
    decisions.set(
      row,
      elsewhere.get(i) ??
        unknown.get(i) ??
        follow(outcomes[i]!, row, { mailboxIds, residents: match.kind === 'residents' }),
    )
  })
}

/** a KVHX key stands for the one address that the public address register has for it. */
async function withForms(trx: Trx, known: readonly Known[]): Promise<Named[]> {
  const named: Named[] = []
  const keyed: { row: Named; kvhx: string }[] = []
  for (const { toDecide, to } of known) {
    if (!('place' in to)) continue
    const row: Named = { toDecide, to, form: to.place.by === 'text' ? to.place.form : undefined }
    named.push(row)
    if (to.place.by === 'kvhx') keyed.push({ row, kvhx: to.place.kvhx })
  }
  const forms = await byKvhx(
    trx,
    keyed.map(({ kvhx }) => kvhx),
  )
  for (const [i, { row }] of keyed.entries()) row.form = forms[i]
  return named
}

function queryOf({ to, form }: Named): MatchQuery {
  const addressForm = form ?? ''
  switch (to.mode) {
    case 'name-address':
      return { mode: to.mode, first: to.first, last: to.last, addressForm }
    case 'first-name-address':
      return { mode: to.mode, first: to.first, addressForm }
    case 'address':
      return { mode: to.mode, addressForm }
  }
}

async function findCandidates(trx: Trx, queries: readonly MatchQuery[]): Promise<Candidate[][]> {
  const found: Candidate[][] = queries.map(() => [])
  const byName: number[] = []
  const byForm: number[] = []
  for (const [i, query] of queries.entries())
    if (query.addressForm !== '') (query.mode === 'name-address' ? byName : byForm).push(i)
  const names = byName.map((i) => queries[i] as Required<MatchQuery>)
  for (const [n, candidates] of (await byNames(trx, names)).entries()) found[byName[n]!] = candidates
  const forms = byForm.map((i) => queries[i]!.addressForm)
  for (const [n, candidates] of (await byAddressForms(trx, forms)).entries()) found[byForm[n]!] = candidates
  return found
}

/** Candidates come from the exchange index, so they consent, are unprotected and living, and have an open mailbox; whoever
 * is not there is nobody. */
function outcomeOfMatch({ toDecide: { row }, to }: Named, match: Match): Outcome {
  const reached = match.kind !== 'nobody'
  return outcomeOf({
    mode: to.mode,
    match: match.kind,
    consent: reached,
    mailbox: reached ? 'open' : 'none',
    status: 'active',
    protected: false,
    printAllowed: row.printAllowed,
    addressGiven: to.addressGiven,
    sensitive: row.sensitive,
  })
}

/** S-04, A-09: rows that reached nobody because there is no such address; judged by the public address register alone. */
async function refuseUnknownAddresses(
  trx: Trx,
  rows: readonly Named[],
  outcomes: readonly Outcome[],
): Promise<Map<number, Decision>> {
  const asked: { i: number; row: Named }[] = []
  for (const [i, outcome] of outcomes.entries()) {
    const nowhere =
      outcome.kind === 'print' || (outcome.kind === 'refuse' && outcome.code === 'recipient-unknown')
    if (nowhere) asked.push({ i, row: rows[i]! })
  }
  if (asked.length === 0) return new Map()
  const existing = await existingForms(
    trx,
    asked.flatMap(({ row }) => row.form ?? []),
  )
  const unknown = asked.filter(({ row }) => row.form === undefined || !existing.has(row.form))
  const written = unknown.flatMap(({ i, row }) =>
    row.to.place.by === 'text' ? [{ i, address: row.to.place.address }] : [],
  )
  const near = await suggestAddresses(
    trx,
    written.map(({ address }) => address),
  )
  const refused = new Map<number, Decision>(
    unknown.map(({ i }) => [i, { kind: 'refuse', code: 'address-unknown' }]),
  )
  written.forEach(({ i }, n) => {
    const suggestion = near[n]!
    if (suggestion.kind === 'suggestion')
      refused.set(i, {
        kind: 'refuse',
        code: 'address-unknown',
        suggestion: writeAddress(suggestion.address),
      })
  })
  return refused
}

/** where no last name is compared, digits of a postcode that changed places are somebody else's door; the city tells. Judged
 * for every such row by the public address register alone, so that the answer says nothing of who lives there. */
async function refuseCitiesElsewhere(trx: Trx, rows: readonly Named[]): Promise<Map<number, Decision>> {
  const asked = rows.flatMap(({ to, form }, i) => {
    if (to.mode === 'name-address' || to.place.by !== 'text' || form === undefined) return []
    const { city } = to.place.address
    return city === '' ? [] : [{ i, form, city }]
  })
  if (asked.length === 0) return new Map()
  const registered = await registeredCities(
    trx,
    asked.map(({ form }) => form),
  )
  const elsewhere = asked.filter(({ form, city }) => !cityFits(city, registered.get(form) ?? ''))
  const faults = [sayFault({ field: 'city', code: 'city-elsewhere' })]
  return new Map(elsewhere.map(({ i }) => [i, { kind: 'refuse', code: 'address-unknown', faults }]))
}

// ── From the table's word to the house's deed ───────────────────────────────────────────────────────────────

type Reached = { mailboxIds: readonly string[]; residents: boolean; window?: PrintAddress | undefined }

function follow(outcome: Outcome, row: Row, { mailboxIds, residents, window }: Reached): Decision {
  switch (outcome.kind) {
    case 'deliver':
      return {
        kind: 'deliver',
        mailboxIds,
        residents,
        warnings: residents ? ['address-only'] : outcome.warning ? [outcome.warning] : [],
      }
    case 'print':
      return { kind: 'print', to: outcome.to === 'registered-address' && window ? window : givenAddress(row) }
    case 'refuse':
      return { kind: 'refuse', code: outcome.code }
  }
}

function givenAddress({ given }: Row): PrintAddress {
  const name = [given.firstName, given.lastName].filter(Boolean).join(' ')
  const town = [given.postcode, given.city].filter(Boolean).join(' ')
  return { name, lines: [given.street ?? given.kvhx ?? '', town].filter((line) => line !== '') }
}

const countryOf = ({ submission, row }: RowToDecide): 'dk' | 'no' =>
  row.given.country ?? submission.sender.country
