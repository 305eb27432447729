/** Finds each row's recipient, or nobody and says why. The look-ups are set-based, one for each way of addressing; the law
 * is in rules/matching.ts (who is meant) and rules/outcome.ts (what becomes of the letter). Nothing else decides. */
import type { Fault } from '#api/problems.ts'
import type { Decision, PrintAddress, Row, Submission } from '#dispatch/submission.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import {
  findByDigitalTags,
  findByEmails,
  findByMatch,
  findByNumbers,
  findKnownForms,
  findKvhxForms,
  type PersonFacts,
} from '#people/find-candidates.ts'
import { suggestAddresses } from '#people/suggest-address.ts'
import { reachesHolder } from '#rules/digital-address.ts'
import { FAULTS } from '#rules/faults.ts'
import { decide, type Match, type MatchQuery } from '#rules/matching.ts'
import { type AddressingMode, type Outcome, outcomeOf } from '#rules/outcome.ts'
import type { Recipient as Addressed } from '#rules/recipient.ts'

export type RowToDecide = { submission: Pick<Submission, 'sender'>; row: Row }

type Known = { toDecide: RowToDecide; to: Addressed }

export async function decideRows(house: House, rows: readonly RowToDecide[]): Promise<Map<Row, Decision>> {
  const decisions = new Map<Row, Decision>()
  const known: Known[] = []
  for (const toDecide of rows) {
    const { recipient } = toDecide.row
    if (recipient.kind === 'ok') known.push({ toDecide, to: recipient })
    else decisions.set(toDecide.row, refuseFaulty(recipient.faults))
  }
  if (known.length === 0) return decisions
  await asPostOffice(house.db, async (trx) => {
    await decideByIdentity(trx, known, decisions)
    await decideByNameAndAddress(trx, known, decisions)
  })
  return decisions
}

type RowFaults = Extract<Row['recipient'], { kind: 'invalid' }>['faults']

function refuseFaulty(rowFaults: RowFaults): Decision {
  const faults: Fault[] = rowFaults.map(({ field, code }) => ({
    field,
    reason: code,
    message: `${FAULTS[code].en.reason} ${FAULTS[code].en.todo}`,
  }))
  const number = rowFaults.some(({ field }) => field === 'nationalNumber' || field === 'enterpriseNumber')
  return { kind: 'refuse', code: number ? 'number-invalid' : 'recipient-invalid', faults }
}

// ── Number, e-mail, digital address: at most one person ─────────────────────────────────────────────────────

async function decideByIdentity(
  trx: Trx,
  known: readonly Known[],
  decisions: Map<Row, Decision>,
): Promise<void> {
  for (const country of ['dk', 'no'] as const) {
    const byNumber = known.filter((k) => k.to.mode === 'national-number' && countryOf(k.toDecide) === country)
    if (byNumber.length === 0) continue
    const people = await findByNumbers(
      trx,
      country,
      byNumber.map(({ to }) => (to as { number: string }).number),
    )
    for (const { toDecide, to } of byNumber) {
      const person = people.get((to as { number: string }).number)
      decisions.set(toDecide.row, decideForPerson(toDecide, to, person, true))
    }
  }
  const byEmail = known.filter((k) => k.to.mode === 'email')
  if (byEmail.length > 0) {
    const people = await findByEmails(
      trx,
      byEmail.map(({ to }) => (to as { email: string }).email),
    )
    for (const { toDecide, to } of byEmail) {
      const person = people.get((to as { email: string }).email)
      // A verified claim is the consent that this mode needs.
      decisions.set(toDecide.row, decideForPerson(toDecide, to, person, person !== undefined))
    }
  }
  const byTag = known.filter((k) => k.to.mode === 'digital-address')
  if (byTag.length > 0) {
    const tagOf = ({ to }: Known) => (to as Extract<Addressed, { mode: 'digital-address' }>).digitalAddress
    const people = await findByDigitalTags(
      trx,
      byTag.map((k) => tagOf(k).tag),
    )
    for (const k of byTag) {
      const holder = people.get(tagOf(k).tag)
      const reached = holder && reachesHolder(tagOf(k), holder.names) ? holder : undefined
      decisions.set(k.toDecide.row, decideForPerson(k.toDecide, k.to, reached, reached !== undefined))
    }
  }
  // Enterprise mailboxes are not opened yet: no enterprise has one, which is what the table answers for nobody.
  for (const { toDecide, to } of known.filter((k) => k.to.mode === 'enterprise-number'))
    decisions.set(toDecide.row, decideForPerson(toDecide, to, undefined, true))
}

function decideForPerson(
  { row }: RowToDecide,
  to: Addressed,
  person: PersonFacts | undefined,
  consent: boolean,
): Decision {
  const outcome = outcomeOf({
    mode: to.mode,
    match: person ? 'one' : 'nobody',
    consent,
    mailbox: person?.mailbox ?? 'none',
    status: person?.status ?? 'active',
    protected: person?.protected ?? false,
    printAllowed: row.printAllowed,
    addressGiven: to.addressGiven,
    sensitive: row.sensitive,
  })
  return follow(outcome, row, person?.mailboxId ? [person.mailboxId] : [], false, person)
}

// ── Name and address: the matching law ──────────────────────────────────────────────────────────────────────

type Named = { toDecide: RowToDecide; to: Addressed & { mode: MatchQuery['mode'] }; form: string | undefined }

async function decideByNameAndAddress(
  trx: Trx,
  known: readonly Known[],
  decisions: Map<Row, Decision>,
): Promise<void> {
  const named = known.filter((k) => isNamed(k.to.mode)) as { toDecide: RowToDecide; to: Named['to'] }[]
  if (named.length === 0) return
  const keys = named.flatMap(({ to }) => (to.place.by === 'kvhx' ? [to.place.kvhx] : []))
  const kvhxForms = keys.length > 0 ? await findKvhxForms(trx, keys) : new Map<string, string>()
  const rows: Named[] = named.map((n) => ({
    ...n,
    form: n.to.place.by === 'kvhx' ? kvhxForms.get(n.to.place.kvhx) : n.to.place.form,
  }))
  const queries = rows.map(queryOf)
  const candidates = await findByMatch(trx, queries)
  const matches = queries.map((query, i) => decide(query, candidates[i]!))
  const outcomes = rows.map((row, i) => outcomeOfMatch(row, matches[i]!))
  const unknown = await unknownAddresses(trx, rows, outcomes)
  const suggestions = await suggestAddresses(
    trx,
    [...unknown].flatMap((i) => {
      const { place } = rows[i]!.to
      return place.by === 'text' ? [{ place: i, address: place.address }] : []
    }),
  )
  rows.forEach(({ toDecide }, i) => {
    const { row } = toDecide
    if (unknown.has(i)) {
      const suggestion = suggestions.get(i)
      decisions.set(row, { kind: 'refuse', code: 'address-unknown', ...(suggestion ? { suggestion } : {}) })
      return
    }
    const match = matches[i]!
    const mailboxIds =
      match.kind === 'one'
        ? [match.candidate.mailboxId]
        : match.kind === 'residents'
          ? match.candidates.map((candidate) => candidate.mailboxId)
          : []
    decisions.set(row, follow(outcomes[i]!, row, mailboxIds, match.kind === 'residents', undefined))
  })
}

const isNamed = (mode: AddressingMode): boolean =>
  mode === 'name-address' || mode === 'first-name-address' || mode === 'address'

function queryOf({ to, form }: Named): MatchQuery {
  return {
    mode: to.mode,
    ...('first' in to ? { first: to.first } : {}),
    ...('last' in to ? { last: to.last } : {}),
    addressForm: form ?? '',
  }
}

/** Candidates come from the exchange index, so they consent, are unprotected, living, and have an open mailbox; whoever is
 * not there is nobody. */
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
async function unknownAddresses(
  trx: Trx,
  rows: readonly Named[],
  outcomes: readonly Outcome[],
): Promise<Set<number>> {
  const asked = rows.flatMap((row, i) => {
    const outcome = outcomes[i]!
    const nowhere =
      outcome.kind === 'print' || (outcome.kind === 'refuse' && outcome.code === 'recipient-unknown')
    return nowhere ? [{ i, form: row.form }] : []
  })
  const forms = asked.flatMap(({ form }) => (form === undefined ? [] : [form]))
  const existing = forms.length > 0 ? await findKnownForms(trx, forms) : new Set<string>()
  return new Set(asked.filter(({ form }) => form === undefined || !existing.has(form)).map(({ i }) => i))
}

// ── From the table's word to the house's deed ───────────────────────────────────────────────────────────────

const WARNINGS = {
  'sensitive-without-number':
    'The letter is marked sensitive and was addressed without a national number: a namesake may be the one who gets it.',
} as const

function follow(
  outcome: Outcome,
  row: Row,
  mailboxIds: readonly string[],
  residents: boolean,
  person: PersonFacts | undefined,
): Decision {
  switch (outcome.kind) {
    case 'deliver':
      return {
        kind: 'deliver',
        mailboxIds,
        residents,
        warnings: outcome.warning ? [WARNINGS[outcome.warning]] : [],
      }
    case 'print':
      return {
        kind: 'print',
        to: outcome.to === 'registered-address' && person ? person.print : givenAddress(row),
      }
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
