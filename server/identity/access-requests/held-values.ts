/** What a stored code means, for who is told of it: nobody but us knows what `fee-or-later` is. */
import type { MailRefusal } from '#rules/access-mail.ts'
import type { Disclosed, LegalGroundId, RecipientKind } from '#rules/disclosures.ts'
import type { PaperKind } from '#rules/power-requests.ts'
import type { RevocationCause } from '#rules/revocation-reasons.ts'
import type { UpstreamId } from '#rules/upstream.ts'
import type { SessionLanguage } from '../session.store.ts'
import {
  ACTORS,
  CAPACITIES,
  CLAIMS,
  COUNTRIES,
  type Codes,
  type Four,
  LEVELS,
  OUTCOMES,
  PURPOSES,
  REQUESTERS,
  SESSION_ENDS,
} from './held-value-parts.ts'

/** By column, or by table and column where the same code means another thing there. */
export const VALUES = {
  country: COUNTRIES,
  status: {
    active: 'bopæl her|bosatt her|resident here|bosatt här',
    inactive: 'ikke aktiv|ikke aktiv|not active|inte aktiv',
    deceased: 'død|død|deceased|avliden',
    emigrated: 'udrejst|utvandret|emigrated|utvandrad',
  },
  login_kind: {
    'user-id': 'bruger-ID|bruker-ID|user ID|användar-ID',
    'national-number': 'personnummer|fødselsnummer|national number|personnummer',
  },
  profile: {
    dk: 'dansk|dansk|Danish|danska',
    no: 'norsk|norsk|Norwegian|norska',
    person: 'person|person|person|person',
    employee: 'medarbejder|ansatt|employee|medarbetare',
    organisation: 'virksomhed|virksomhet|organisation|organisation',
    function: 'funktion|funksjon|function|funktion',
    issuing: 'udsteder|utsteder|issuer|utfärdare',
    responder: 'svar om gyldighed|svar om gyldighet|answers on validity|svar om giltighet',
  },
  language: {
    da: 'dansk|dansk|Danish|danska',
    nb: 'bokmål|bokmål|Bokmål|bokmål',
    sv: 'svensk|svensk|Swedish|svenska',
    en: 'engelsk|engelsk|English|engelska',
  } satisfies Record<SessionLanguage, Four>,
  state: {
    open: 'åben|åpen|open|öppen',
    deactivated: 'på pause|på pause|paused|pausad',
    closed: 'lukket|lukket|closed|stängd',
    'opted-out': 'fravalgt|reservert|opted out|avböjd',
    invited: 'inviteret|invitert|invited|inbjuden',
    active: 'aktiv|aktiv|active|aktiv',
    ended: 'slut|avsluttet|ended|avslutad',
    ordered: 'bestilt|bestilt|ordered|beställt',
    'handed-over': 'givet til trykkeriet|gitt til trykkeriet|given to the print house|lämnat till tryckeriet',
    printed: 'trykt|trykt|printed|tryckt',
    posted: 'sendt med posten|sendt med posten|posted|postat',
    returned: 'kommet retur|kommet i retur|returned|kommit i retur',
    refused: 'afvist|avvist|refused|avvisat',
    begun: 'begyndt|begynt|begun|påbörjad',
    waiting: 'venter på de andres ja|venter på de andres ja|waiting for the others|väntar på de andras ja',
    submitted: 'indsendt|sendt inn|handed in|inlämnad',
    granted: 'godkendt|godkjent|granted|beviljad',
    withdrawn: 'trukket tilbage|trukket tilbake|withdrawn|återtagen',
    lapsed: 'bortfaldet|bortfalt|lapsed|förfallen',
  },
  state_before_death: {
    open: 'åben|åpen|open|öppen',
    'opted-out': 'fravalgt|reservert|opted out|avböjd',
  },
  failure: {
    refused:
      'afvist af modtagerens server|avvist av mottakerens server|refused by the recipient’s server|avvisad av mottagarens server',
    bounced: 'kommet retur|kommet i retur|returned|kommit i retur',
    complained: 'meldt som uønsket|meldt som uønsket|reported as unwanted|anmäld som oönskad',
  },
  consent: {
    terms: 'vilkårene|vilkårene|the terms|villkoren',
    'number-use':
      'brug af personnummeret|bruk av fødselsnummeret|use of the national number|användning av personnumret',
    'address-exchange':
      'opslag på navn og adresse|oppslag på navn og adresse|the name and address exchange|uppslag på namn och adress',
    marketing: 'reklame|reklame|advertising|reklam',
  },
  agreement: {
    'id-terms': 'vilkårene for dit ID|vilkårene for ID-en din|the terms of your ID|villkoren för ditt ID',
    'public-services-and-signature':
      'offentlige tjenester og underskrift|offentlige tjenester og signatur|public services and signature|offentliga tjänster och underskrift',
  },
  kind: {
    totp: 'kode-app|kodeapp|code app|kodapp',
    passkey: 'adgangsnøgle|tilgangsnøkkel|passkey|lösennyckel',
    person: 'person|person|person|person',
    employee: 'medarbejder|ansatt|employee|medarbetare',
    organisation: 'virksomhed|virksomhet|organisation|organisation',
    function: 'funktion|funksjon|function|funktion',
    unwanted: 'uønsket|uønsket|unwanted|oönskat',
    fraudulent: 'svindel|svindel|fraud|bedrägeri',
    guardian: 'værgemål|vergemål|guardianship|god man eller förvaltare',
    attorney: 'fremtidsfuldmagt|fremtidsfullmakt|power of attorney|framtidsfullmakt',
    heir: 'arv|arv|inheritance|arv',
    letter: 'nyt brev|nytt brev|new letter|nytt brev',
    reminder: 'påmindelse|påminnelse|reminder|påminnelse',
    digest: 'samlet besked|samlet varsel|digest|samlad avisering',
    contact:
      'bekræft kontaktoplysninger|bekreft kontaktopplysninger|confirm contact details|bekräfta kontaktuppgifter',
    calendar: 'dag i kalenderen|dag i kalenderen|day in the calendar|dag i kalendern',
  },
  'id_letter.kind': {
    activation: 'kode til nyt ID|kode til ny ID|code for a new ID|kod till nytt ID',
    recovery: 'kode til ny adgang|kode til ny tilgang|code to get back in|kod till ny åtkomst',
    'temporary-password':
      'midlertidig adgangskode|midlertidig passord|temporary password|tillfälligt lösenord',
    'code-card': 'kodekort|kodekort|code card|kodkort',
    'access-answer':
      'svar på indsigt|svar på innsyn|answer to a request for access|svar på begäran om tillgång',
  },
  'power_paper.kind': {
    appointment: 'beskikkelse|oppnevning|appointment|förordnande',
    'power-of-attorney': 'fuldmagt|fullmakt|power of attorney|fullmakt',
    'doctors-certificate': 'lægeerklæring|legeerklæring|doctor’s certificate|läkarintyg',
    'probate-certificate': 'skifteretsattest|skifteattest|probate certificate|bouppteckning',
    other: 'andet|annet|other|annat',
  } satisfies Record<PaperKind, Four>,
  why: {
    first: 'det første|det første|the first one|det första',
    'running-out':
      'det gamle er snart brugt op|det gamle er snart brukt opp|the old one is running out|det gamla är snart slut',
    extra: 'et ekstra|et ekstra|an extra one|ett extra',
    replacement: 'i stedet for et andet|i stedet for et annet|in place of another|i stället för ett annat',
  },
  'access_mail.why': {
    automatic: 'automatisk svar|automatisk svar|an automatic answer|automatiskt svar',
    'not-signed': 'ikke signeret|ikke signert|not signed|inte signerat',
    unreadable: 'kunne ikke læses|kunne ikke leses|could not be read|kunde inte läsas',
    'several-signers': 'flere underskrivere|flere underskrivere|several signers|flera undertecknare',
    'algorithm-refused': 'usikker signatur|usikker signatur|unsafe signature|osäker signatur',
    'signature-wrong':
      'signaturen passer ikke|signaturen stemmer ikke|the signature does not fit|signaturen stämmer inte',
    'certificate-refused':
      'certifikatet duer ikke|sertifikatet duger ikke|the certificate is not accepted|certifikatet godtas inte',
    'not-a-person':
      'ikke en persons certifikat|ikke en persons sertifikat|not a person’s certificate|inte en persons certifikat',
    'not-here': 'personen er ikke her|personen er ikke her|the person is not here|personen finns inte här',
    'not-fresh': 'for gammel|for gammel|too old|för gammalt',
    'says-something-else':
      'beder ikke om indsigt|ber ikke om innsyn|does not ask for access|begär inte tillgång',
  } satisfies Partial<Record<MailRefusal, Four>>,
  ended_why: {
    ...SESSION_ENDS,
    revoked: 'trukket tilbage|trukket tilbake|withdrawn|återkallat',
    'used-up': 'brugt op|brukt opp|used up|slut',
    used: 'brugt|brukt|used|använd',
    wrong: 'for mange forkerte forsøg|for mange feil forsøk|too many wrong tries|för många felaktiga försök',
    returned: 'kommet retur|kommet i retur|returned|kommit i retur',
    moved: 'adressen blev en anden|adressen ble en annen|the address changed|adressen ändrades',
    superseded: 'erstattet af en ny|erstattet av en ny|replaced by a new one|ersatt av en ny',
    declined: 'afslået|avslått|declined|avböjt',
    ended: 'ophævet|opphevet|ended|upphävt',
    left: 'opsagt af medarbejderen|sagt opp av den ansatte|given up by the employee|uppsagt av medarbetaren',
    'taken-back': 'taget tilbage|tatt tilbake|taken back|återtaget',
    'given-up': 'opgivet|oppgitt|given up|lämnat',
  },
  level: LEVELS,
  minimum_level: LEVELS,
  upstream: {
    idporten: 'ID-porten|ID-porten|ID-porten|ID-porten',
    'bankid-no': 'BankID|BankID|BankID|BankID',
    'mitid-signicat': 'MitID|MitID|MitID|MitID',
    'mitid-signaturgruppen': 'MitID|MitID|MitID|MitID',
  } satisfies Record<UpstreamId, Four>,
  requested_by: REQUESTERS,
  revoked_by: REQUESTERS,
  revoked_why: {
    wish: 'efter ønske|etter ønske|by wish|på begäran',
    compromise: 'nogen kan have nøglen|noen kan ha nøkkelen|somebody may have the key|någon kan ha nyckeln',
    'key-lost': 'nøglen er tabt|nøkkelen er mistet|the key is lost|nyckeln är förlorad',
    'wrong-content':
      'indholdet passer ikke længere|innholdet stemmer ikke lenger|what it says is no longer right|innehållet stämmer inte längre',
    renewed: 'fornyet|fornyet|renewed|förnyat',
    death: 'dødsfald|dødsfall|death|dödsfall',
    guardianship: 'værgemål|vergemål|guardianship|god man eller förvaltare',
    bankruptcy: 'konkurs|konkurs|bankruptcy|konkurs',
    breach: 'brud på vilkårene|brudd på vilkårene|the terms were broken|brott mot villkoren',
  } satisfies Record<RevocationCause, Four>,
  by_kind: ACTORS,
  actor_kind: ACTORS,
  acting_as: ACTORS,
  notices: {
    none: 'ingen|ingen|none|inga',
    email: 'på e-mail|på e-post|by e-mail|per e-post',
    own: 'som i egen postkasse|som i egen postkasse|as in one’s own mailbox|som i den egna brevlådan',
  },
  what: {
    identity: 'hvem du er|hvem du er|who you are|vem du är',
    'national-number': 'personnummer|fødselsnummer|national number|personnummer',
    'usage-history': 'brug af dit ID|bruk av ID-en din|use of your ID|användning av ditt ID',
    'previous-use-ip':
      'tidligere IP-adresser|tidligere IP-adresser|earlier IP addresses|tidigare IP-adresser',
    'suspicious-uses': 'mistænkelig brug|mistenkelig bruk|suspicious use|misstänkt användning',
  } satisfies Record<Disclosed, Four>,
  recipient_kind: {
    police: 'politi|politi|police|polis',
    bank: 'bank|bank|bank|bank',
    authority: 'myndighed|myndighet|public authority|myndighet',
  } satisfies Record<RecipientKind, Four>,
  legal_ground: {
    consent: 'samtykke|samtykke|consent|samtycke',
    'suspected-fraud': 'mistanke om svindel|mistanke om svindel|suspected fraud|misstanke om bedrägeri',
    'court-order': 'rettens kendelse|rettens kjennelse|order of a court|domstolsbeslut',
    'bank-against-fraud':
      'din egen bank mod svindel|din egen bank mot svindel|your own bank against fraud|din egen bank mot bedrägeri',
    'authority-number':
      'nummeret til en myndighed|nummeret til en myndighet|the number to a public authority|numret till en myndighet',
    'legal-obligation': 'pligt efter loven|plikt etter loven|duty by law|skyldighet enligt lag',
  } satisfies Record<LegalGroundId | 'consent', Four>,
  via: {
    'self-service': 'siden om dit ID|siden om ID-en din|the page about your ID|sidan om ditt ID',
    'signed-email': 'signeret e-mail|signert e-post|signed e-mail|signerad e-post',
  },
  verdict: {
    free: 'gratis|gratis|free|gratis',
    'fee-or-later':
      'mod gebyr, eller gratis senere|mot gebyr, eller gratis senere|for a fee, or free later|mot avgift, eller gratis senare',
  },
  choice: {
    later: 'gratis senere|gratis senere|free, later|gratis senare',
    fee: 'mod gebyr|mot gebyr|for a fee|mot avgift',
  },
  answered_to: {
    'registered-address':
      'folkeregisteradressen|folkeregistrert adresse|the registered address|folkbokföringsadressen',
    'encrypted-email': 'krypteret e-mail|kryptert e-post|encrypted e-mail|krypterad e-post',
  },
  purpose: PURPOSES,
  channel: {
    letter: 'brev|brev|letter|brev',
    'in-person': 'personligt|personlig|in person|personligen',
    sms: 'SMS|SMS|SMS|SMS',
    email: 'e-mail|e-post|e-mail|e-post',
    push: 'browser|nettleser|browser|webbläsare',
  },
  scope: {
    everything: 'hele ID’et|hele ID-en|the whole ID|hela ID:t',
    device: 'en enhed|en enhet|one device|en enhet',
  },
  by: {
    ...REQUESTERS,
    person: 'dig selv|deg selv|yourself|dig själv',
    'block-code':
      'den, der har spærrekoden|den som har sperrekoden|whoever has the block code|den som har spärrkoden',
    link: 'linket i en besked|lenken i en melding|the link in a notice|länken i ett meddelande',
    fraud: 'vores værn mod svindel|vårt vern mot svindel|our guard against fraud|vårt skydd mot bedrägeri',
  },
  act: {
    'hand-over-code': 'gav en kode i hånden|ga en kode i hånden|handed over a code|lämnade över en kod',
    'text-code': 'sendte en kode på SMS|sendte en kode på SMS|sent a code by SMS|skickade en kod per SMS',
    'block-id': 'spærrede ID’et|sperret ID-en|blocked the ID|spärrade ID:t',
    'note-access-fee':
      'noterede et betalt gebyr|noterte et betalt gebyr|noted a paid fee|noterade en betald avgift',
  },
  'staff_action.action': {
    'fraud-list':
      'så listen over mistanker|så listen over mistanker|saw the list of suspicions|såg listan över misstankar',
    'fraud-show': 'så en mistanke|så en mistanke|looked at a suspicion|såg en misstanke',
    'fraud-nothing':
      'afsluttede en mistanke som grundløs|avsluttet en mistanke som grunnløs|closed a suspicion as unfounded|avslutade en misstanke som grundlös',
    'fraud-confirmed':
      'bekræftede en mistanke|bekreftet en mistanke|confirmed a suspicion|bekräftade en misstanke',
    'report-list':
      'så listen over anmeldte breve|så listen over meldte brev|saw the list of reported letters|såg listan över anmälda brev',
    'report-show':
      'så et brev, du anmeldte|så et brev du meldte|looked at a letter you reported|såg ett brev som du anmälde',
    'report-decide':
      'afgjorde et brev, du anmeldte|avgjorde et brev du meldte|decided on a letter you reported|avgjorde ett brev som du anmälde',
    disclose: 'gav oplysninger videre|ga opplysninger videre|disclosed data|lämnade ut uppgifter',
    'certificates-revoked':
      'tilbagekaldte certifikater|tilbakekalte sertifikater|revoked certificates|återkallade certifikat',
    'access-mail-list':
      'så e-mails om indsigt|så e-poster om innsyn|saw mails that ask for access|såg e-post om tillgång',
    'access-mail-done':
      'behandlede en e-mail om indsigt|behandlet en e-post om innsyn|dealt with a mail that asks for access|behandlade e-post om tillgång',
    'staff-named': 'blev udpeget|ble utpekt|was named|utsågs',
    'staff-ended': 'hørte op|sluttet|ended|slutade',
    'power-requests-list':
      'så listen over ansøgninger|så listen over søknader|saw the list of applications|såg listan över ansökningar',
    'power-request-show': 'så en ansøgning|så en søknad|looked at an application|såg en ansökan',
    'power-request-approve':
      'godkendte en ansøgning|godkjente en søknad|approved an application|godkände en ansökan',
    'power-request-refuse': 'afviste en ansøgning|avslo en søknad|refused an application|avslog en ansökan',
    'power-paper-read': 'læste et bilag|leste et vedlegg|read a paper|läste en handling',
    'power-ended': 'afsluttede en adgang|avsluttet en tilgang|ended an access|avslutade en åtkomst',
  },
  outcome: OUTCOMES,
  model: {
    Session: 'login hos tjenester|innlogging hos tjenester|sign-in at services|inloggning hos tjänster',
    Interaction: 'begyndt login|påbegynt innlogging|begun sign-in|påbörjad inloggning',
    Grant: 'ja til en tjeneste|ja til en tjeneste|consent to a service|ja till en tjänst',
    AccessToken:
      'adgang til dine oplysninger|tilgang til opplysningene dine|access to your data|åtkomst till dina uppgifter',
    RefreshToken: 'fornyelse af adgang|fornyelse av tilgang|renewal of access|förnyelse av åtkomst',
    AuthorizationCode:
      'engangskode til en tjeneste|engangskode til en tjeneste|one-time code for a service|engångskod till en tjänst',
    PushedAuthorizationRequest:
      'spørgsmål fra en tjeneste|spørsmål fra en tjeneste|request of a service|fråga från en tjänst',
    ReplayDetection: 'brugt bevis|brukt bevis|proof that was used|använt bevis',
  },
  capacity: CAPACITIES,
  scopes: {
    mail: 'post|post|mail|post',
    calendar: 'kalender|kalender|calendar|kalender',
  },
  'letter_event.event': {
    'A.1 SubmissionAcceptance':
      'afleveret og modtaget|levert inn og mottatt|handed in and accepted|inlämnat och mottaget',
    'D.1 ContentConsignment': 'lagt i postkassen|lagt i postkassen|put into the mailbox|lagt i brevlådan',
    'D.2 ContentConsignmentFailure':
      'ikke lagt i postkassen|ikke lagt i postkassen|not put into the mailbox|inte lagt i brevlådan',
    'D.3 ConsignmentNotification': 'besked sendt|beskjed sendt|notice sent|avisering skickad',
    'D.4 ConsignmentNotificationFailure':
      'besked kom ikke frem|beskjed kom ikke fram|notice did not arrive|avisering kom inte fram',
    'E.1 ContentHandover': 'åbnet|åpnet|opened|öppnat',
    'F.1 RelayToNonERDS': 'sendt til tryk|sendt til trykk|sent to print|skickat till tryck',
    'F.2 RelayToNonERDSFailure': 'ikke trykt|ikke trykt|not printed|inte tryckt',
  },
  claim: CLAIMS,
  claims: CLAIMS,
  transports: {
    internal: 'i enheden selv|i enheten selv|in the device itself|i enheten själv',
    hybrid: 'fra en anden enhed|fra en annen enhet|from another device|från en annan enhet',
    usb: 'USB|USB|USB|USB',
    nfc: 'NFC|NFC|NFC|NFC',
    ble: 'Bluetooth|Bluetooth|Bluetooth|Bluetooth',
    'smart-card': 'chipkort|smartkort|smart card|smartkort',
  },
  media_type: {
    'application/pdf': 'PDF|PDF|PDF|PDF',
    'text/html': 'webside|nettside|web page|webbsida',
    'text/plain': 'tekst|tekst|text|text',
    'text/uri-list': 'link|lenke|link|länk',
    'image/png': 'billede (PNG)|bilde (PNG)|picture (PNG)|bild (PNG)',
    'image/jpeg': 'billede (JPEG)|bilde (JPEG)|picture (JPEG)|bild (JPEG)',
  },
} as const satisfies Readonly<Record<string, Codes>>
