/** Danish words of company administration, and the shape of the other languages. */
import type { EmployeeEventName } from '#people/employees/employee-events.store.ts'
import type { OrderFault, OrderField } from '#rules/employee-order.ts'
import type { EmployeeRole } from '#rules/employee-roles.ts'

type Reason = OrderFault['reason'] | 'taken' | 'twice'

export const da = {
  number: { dk: 'CVR-nummer', no: 'organisasjonsnummer' },
  places: 'Administration',
  employees: 'Medarbejdere',
  order: 'Bestil medarbejder-ID',
  bulk: 'Bestil flere fra en fil',
  log: 'Hvem har ændret hvad',
  toMailbox: 'Til virksomhedens postkasse',
  field: {
    name: 'Navn',
    street: 'Adresse',
    postcode: 'Postnummer',
    city: 'By',
    email: 'E-mail',
    mobile: 'Mobil (kan udelades)',
    role: 'Rolle',
  } as Record<OrderField, string>,
  nameHint: 'Fornavn og efternavn, som i medarbejderens eget e-ID.',
  emailHint: 'Invitationen sendes hertil.',
  role: { administrator: 'Administrator', sender: 'Læser og sender', reader: 'Læser' } as Record<
    EmployeeRole,
    string
  >,
  roleHint: {
    administrator: 'Læser, sender, bestiller og ophæver medarbejder-ID’er og ser, hvem der har set hvad.',
    sender: 'Læser virksomhedens post og sender på dens vegne.',
    reader: 'Læser virksomhedens post.',
  } as Record<EmployeeRole, string>,
  state: { invited: 'Inviteret', active: 'Aktiv', ended: 'Ophævet' },
  search: 'Søg på navn eller e-mail',
  searchSubmit: 'Søg',
  none: 'Ingen medarbejdere passer til søgningen.',
  showing: (from: number, to: number, total: number) => `${from}–${to} af ${total}`,
  earlier: 'Forrige side',
  later: 'Næste side',
  older: 'Ældre hændelser',
  you: 'dig',
  orderLead:
    'Medarbejderen får en invitation på e-mail, logger ind med sit eget e-ID og siger ja eller nej. Først derefter kan medarbejderen handle for virksomheden.',
  orderSubmit: 'Bestil og send invitation',
  editTitle: 'Ret oplysninger',
  editSubmit: 'Gem rettelserne',
  details: 'Oplysninger',
  invitedUntil: (when: string) => `Invitationen gælder til ${when}.`,
  invitedOver: 'Invitationen er udløbet.',
  invite: 'Send en ny invitation',
  end: 'Ophæv medarbejder-ID',
  endQuestion: (name: string) => `Ophæv medarbejder-ID for ${name}?`,
  endLead:
    'Medarbejderen mister straks adgangen til virksomhedens postkasse, også der, hvor der er logget ind nu. Det kan ikke fortrydes; et nyt medarbejder-ID skal bestilles forfra.',
  endSubmit: 'Ophæv nu',
  cancel: 'Nej, gå tilbage',
  happened: 'Hvad der er sket',
  done: {
    ordered: 'Medarbejder-ID’et er bestilt, og invitationen er sendt.',
    edited: 'Rettelserne er gemt.',
    unchanged: 'Der var ikke noget at rette.',
    invited: 'En ny invitation er sendt. Den gamle gælder ikke længere.',
    ended: 'Medarbejder-ID’et er ophævet.',
    left: 'Du handler ikke længere for virksomheden.',
  },
  ordered: (count: number) =>
    count === 1 ? '1 medarbejder-ID er bestilt.' : `${count} medarbejder-ID’er er bestilt.`,
  fault: {
    missing: 'Skal udfyldes.',
    'too-long': 'Er for langt.',
    characters: 'Indeholder tegn, der ikke kan bruges.',
    'one-name': 'Skriv både fornavn og efternavn.',
    postcode: 'Fire cifre; fem for svenske adresser.',
    email: 'Er ikke en e-mailadresse.',
    mobile: 'Otte cifre, eller et nummer med landekode, fx +46 70 123 45 67.',
    role: 'Vælg administrator, sender eller reader.',
    taken: 'Der er allerede en medarbejder med denne e-mail.',
    twice: 'E-mailen står også i en tidligere række.',
  } as Record<Reason, string>,
  faults: 'Nogle felter mangler eller er forkerte.',
  bulkLead:
    'Gem regnearket som CSV, eller kopiér rækkerne og sæt dem ind. Første række er overskrifterne; rækkefølgen er ligegyldig.',
  bulkColumns: 'Kolonner',
  bulkRoles: 'Rolle er administrator, sender eller reader. Mobil kan være tom.',
  bulkFile: 'CSV-fil',
  bulkText: 'Eller rækkerne selv',
  bulkSubmit: 'Kontrollér og bestil',
  bulkNothing: 'Ingen er bestilt. Ret rækkerne, og prøv igen.',
  bulkRow: (row: number) => `Række ${row}`,
  bulkMore: (count: number) => `Der er ${count} fejl mere.`,
  bulkFault: {
    empty: 'Vælg en fil, eller sæt rækkerne ind.',
    'too-large': 'Filen er for stor. Del den op.',
    'too-many': (most: number) => `Der er flere end ${most} rækker. Del filen op.`,
    unreadable: 'Filen kan ikke læses som CSV. Gem den som CSV (UTF-8), og prøv igen.',
    columns: (names: string) => `Disse kolonner mangler: ${names}.`,
  },
  failed: {
    'employee-exists': 'Der er allerede en medarbejder med denne e-mail, eller du er det allerede.',
    'employee-ended': 'Medarbejder-ID’et er ophævet eller allerede taget i brug.',
    'last-administrator':
      'En virksomhed har altid mindst én administrator. Gør en anden til administrator først, og vent, til invitationen er accepteret.',
    'too-many-requests': 'Der er sendt for mange invitationer i dag. Prøv igen i morgen.',
    'name-differs':
      'Dit e-ID har et andet navn end det, virksomheden har bestilt til. Bed administratoren om at rette navnet; linket gælder fortsat.',
    'link-used-up':
      'Linket gælder ikke længere: det er brugt, udløbet eller erstattet af et nyere. Bed virksomheden om en ny invitation.',
    'role-not-enough': 'Siden er for virksomhedens administratorer.',
    'not-found': 'Her er ingen medarbejder.',
  },
  failedTitle: 'Det lykkedes ikke',
  actingTitle: 'Hvem handler du for?',
  actingLead: 'Du kan handle i dit eget navn eller for en virksomhed, du er medarbejder i.',
  actingNone: 'Du er ikke medarbejder i nogen virksomhed i Brevhus.',
  actingSelf: 'I mit eget navn',
  actingNow: 'nu',
  actFor: (name: string) => `Gå til ${name}`,
  employments: 'Dine medarbejder-ID’er',
  employmentsLead: 'Alt, hvad virksomheder har bestilt i dit navn, og hvad der er sket med det.',
  leave: 'Hold op med at handle for virksomheden',
  leaveQuestion: (name: string) => `Vil du ikke længere handle for ${name}?`,
  leaveLead:
    'Du mister straks adgangen til virksomhedens postkasse. Virksomheden kan se, at du selv har gjort det.',
  leaveSubmit: 'Ja, hold op nu',
  invitationTitle: 'Vil du handle for virksomheden?',
  invitationLead: (name: string, number: string) =>
    `${name} (${number}) har bestilt et medarbejder-ID til dig.`,
  invitationHeld:
    'Det har virksomheden oplyst om dig. Den bestemmer over dit medarbejder-ID og kan rette oplysningerne og ophæve det. Dit private e-ID og din egen post ser den aldrig.',
  invitationMeans:
    'Siger du ja, logger du ind med dit eget e-ID og kan derefter skifte til virksomhedens postkasse. Alt, hvad du gør der, kan virksomhedens administratorer se.',
  accept: 'Ja, tag imod',
  decline: 'Nej tak',
  declinedTitle: 'Du har sagt nej',
  declined: 'Linket er brugt, og virksomheden kan se, at du sagde nej.',
  acceptedTitle: 'Du kan nu handle for virksomheden',
  accepted: (name: string) => `Skift til ${name} her, eller senere i menuen med dit navn.`,
  home: 'Til min egen postkasse',
  by: {
    administrator: (name: string) => `af ${name}`,
    employee: (name: string) => `af ${name}`,
    operator: 'af posthuset',
    system: '',
  },
  event: {
    ordered: 'Bestilt',
    invited: 'Ny invitation sendt',
    edited: 'Rettet',
    accepted: 'Accepteret med eget e-ID',
    'name-differs': 'Forsøg på at acceptere med et e-ID, der har et andet navn',
    declined: 'Afvist af modtageren',
    ended: 'Ophævet',
    left: 'Opsagt af medarbejderen selv',
    acted: 'Gik til virksomhedens postkasse',
  } as Record<EmployeeEventName, string>,
  back: 'Tilbage',
}

export type EmployeeTexts = typeof da
