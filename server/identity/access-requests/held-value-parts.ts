/** Words of codes that more than one column holds. The rest are in held-values.ts. */
import type { Level } from '#rules/levels.ts'
import type { AppEndedWhy } from '../app-sessions/app-session.store.ts'
import type { Claim } from '../provider/claims-asked.ts'
import type { EndedWhy } from '../session.store.ts'

/** Danish, Bokmål, English and Swedish, as the words of the columns beside this. */
export type Four = `${string}|${string}|${string}|${string}`
export type Codes = Readonly<Record<string, Four>>

export const COUNTRIES = {
  dk: 'Danmark|Danmark|Denmark|Danmark',
  no: 'Norge|Norge|Norway|Norge',
} as const satisfies Codes
export const LEVELS = {
  low: 'adgangskode|passord|password|lösenord',
  substantial: 'to trin|to trinn|two steps|två steg',
  high: 'e-ID på højt niveau|e-ID på høyt nivå|e-ID at the high level|e-legitimation på hög nivå',
} as const satisfies Record<Level, Four>
export const CAPACITIES = {
  'delegate-reader': 'læse|lese|read|läsa',
  'delegate-sender': 'læse og sende|lese og sende|read and send|läsa och skicka',
  guardian: 'værge|verge|guardian|god man eller förvaltare',
  attorney: 'fremtidsfuldmægtig|fremtidsfullmektig|attorney|ombud enligt framtidsfullmakt',
  heir: 'arving|arving|heir|arvinge',
} as const satisfies Codes
export const REQUESTERS = {
  holder: 'dig selv|deg selv|yourself|dig själv',
  administrator:
    'virksomhedens administrator|virksomhetens administrator|the enterprise’s administrator|företagets administratör',
  support: 'posthusets støtte|posthusets brukerstøtte|the post office’s support|postkontorets support',
  system: 'Brevhus af sig selv|Brevhus av seg selv|Brevhus by itself|Brevhus av sig självt',
} as const satisfies Codes
export const ACTORS = {
  ...CAPACITIES,
  ...REQUESTERS,
  owner: 'ejer af postkassen|eier av postkassen|owner of the mailbox|ägare till brevlådan',
  delegate:
    'en, der har fået adgang|en som har fått tilgang|somebody given access|någon som har fått åtkomst',
  holder:
    'en, der handler på en andens vegne|en som handler på vegne av en annen|somebody acting for another|någon som företräder en annan',
  employee: 'medarbejder|ansatt|employee|medarbetare',
  operator: 'posthuset|posthuset|the post office|postkontoret',
  staff: 'posthusets folk|posthusets folk|staff of the post office|postkontorets personal',
  sender: 'afsender|avsender|sender|avsändare',
} as const satisfies Codes
export const OUTCOMES = {
  'signed-in': 'logget ind|logget inn|signed in|inloggad',
  raised: 'bekræftet|bekreftet|confirmed|bekräftad',
  refused: 'afvist|avvist|refused|avvisad',
  sent: 'sendt|sendt|sent|skickad',
  failed: 'kom ikke frem|kom ikke fram|did not arrive|kom inte fram',
  nothing: 'intet galt|ingenting galt|nothing wrong|inget fel',
  confirmed: 'misbrug bekræftet|misbruk bekreftet|misuse confirmed|missbruk bekräftat',
  'sender-suspended':
    'afsenderen er standset|avsenderen er stanset|the sender was stopped|avsändaren har stoppats',
} as const satisfies Codes
export const PURPOSES = {
  enrol: 'nyt ID|ny ID|a new ID|nytt ID',
  recover: 'ny adgang|ny tilgang|getting back in|ny åtkomst',
  'temporary-password': 'midlertidig adgangskode|midlertidig passord|temporary password|tillfälligt lösenord',
  'sign-in': 'log ind|logge inn|signing in|inloggning',
  'step-up': 'bekræftelse|bekreftelse|confirming|bekräftelse',
  'register-passkey': 'ny adgangsnøgle|ny tilgangsnøkkel|a new passkey|ny lösennyckel',
  'register-totp': 'ny kode-app|ny kodeapp|a new code app|ny kodapp',
} as const satisfies Codes

export const CLAIMS = {
  name: 'navn|navn|name|namn',
  given_name: 'fornavn|fornavn|given name|förnamn',
  family_name: 'efternavn|etternavn|family name|efternamn',
  email: 'e-mail|e-post|e-mail|e-post',
  email_verified:
    'om e-mailen er bekræftet|om e-posten er bekreftet|whether the e-mail is confirmed|om e-posten är bekräftad',
  address: 'adresse|adresse|address|adress',
  phone_number: 'telefon|telefon|telephone|telefon',
  phone_number_verified:
    'om telefonen er bekræftet|om telefonen er bekreftet|whether the telephone is confirmed|om telefonen är bekräftad',
  national_number: 'personnummer|fødselsnummer|national number|personnummer',
  national_number_country:
    'personnummerets land|fødselsnummerets land|country of the national number|personnumrets land',
} as const satisfies Record<Claim, Four>

export const SESSION_ENDS = {
  'signed-out': 'logget ud|logget ut|signed out|utloggad',
  replaced: 'erstattet af en ny|erstattet av en ny|replaced by a new one|ersatt av en ny',
  'ended-elsewhere':
    'afsluttet fra et andet sted|avsluttet fra et annet sted|ended from another place|avslutad från ett annat ställe',
  'password-changed':
    'adgangskoden blev ændret|passordet ble endret|the password was changed|lösenordet ändrades',
  'device-ended': 'enheden blev glemt|enheten ble glemt|the device was forgotten|enheten glömdes',
  'employment-ended': 'ansættelsen sluttede|ansettelsen sluttet|the employment ended|anställningen slutade',
  recovered: 'ny adgang til ID’et|ny tilgang til ID-en|a new way into the ID|ny åtkomst till ID:t',
  blocked: 'ID’et blev spærret|ID-en ble sperret|the ID was blocked|ID:t spärrades',
  idle: 'ikke brugt længe nok|ikke brukt på en stund|not used for a while|inte använd på ett tag',
  'end-reached': 'tiden var gået|tiden var ute|its time was over|tiden var slut',
  'ended-by-person': 'glemt af dig|glemt av deg|forgotten by you|glömd av dig',
  'wrong-pins': 'for mange forkerte PIN|for mange feil PIN|too many wrong PINs|för många fel PIN',
} as const satisfies Record<EndedWhy | AppEndedWhy, Four>
