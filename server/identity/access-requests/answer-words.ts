/** The sentences of an answer to a request for access: why, until when, what is not given. Plain and short. */
import type { Until, Why } from '#rules/privacy-rows.ts'
import type { SessionLanguage } from '../session.store.ts'
import type { Withheld } from './held-data.ts'

const da = {
  title: 'Alt, vi har gemt om dig',
  lead: (day: string) =>
    `Du har bedt om indsigt i dine oplysninger. Her er alt, hvad Brevhus har gemt om dig den ${day}: hvad det er, hvorfor vi har det, og hvornår det slettes.`,
  part: (part: number, parts: number) => `Brev ${part} af ${parts}.`,
  why: 'Hvorfor',
  until: 'Slettes',
  none: 'Intet gemt',
  more: (count: number) =>
    `Og ${count} ældre. Dem ser og henter du gratis på siden om dit ID, eller du får dem med et svar pr. krypteret e-mail.`,
  notGiven: 'Gemt, men ikke gengivet her',
  rights: [
    'Er noget forkert, kan du få det rettet. Du kan bede om sletning, om begrænsning og gøre indsigelse, og du kan klage til tilsynsmyndigheden for databeskyttelse.',
    'Vi ringer, skriver eller mailer aldrig for at få koder.',
  ],
  yes: 'ja',
  no: 'nej',
  reasons: {
    service: 'for at drive postkassen og dit ID, som vi har aftalt',
    identify: 'for at vide sikkert, hvem du er; loven tillader nummeret til det',
    register: 'fordi folkeregistret oplyser det, så posten når dig',
    activity: 'så du og vi kan se, hvad der er sket',
    message: 'for at give dig besked og kunne vise, at vi gjorde det',
    security: 'for at beskytte dit ID og finde misbrug',
    consent: 'fordi du har sagt ja, og som bevis for det',
    payment: 'for betaling og bogføring',
    own: 'fordi du selv har lagt eller valgt det',
    staff: 'så personalet står til ansvar',
    certificate: 'fordi udstedte certifikater skal kunne efterprøves',
    agreement: 'på grund af aftalen om dit ID',
  } satisfies Record<Why, string>,
  untils: {
    account: 'når du lukker postkassen, eller efter fem år uden brug',
    'five-years': 'fem år efter hver hændelse',
    'five-years-after-matter': 'fem år efter at sagen er afsluttet',
    'six-months': 'seks måneder efter registreringen',
    accounting: 'fem år efter regnskabsårets slutning',
    'six-years-after-id': 'senest seks år efter at dit ID er ophørt',
    'withdrawn-and-five-years': 'når du trækker det tilbage; beviset fem år efter',
    letter: 'sammen med brevet',
  } satisfies Record<Until, string>,
  withheld: {
    secret: 'Hemmeligheder og aftryk af dem; i et brev ville de åbne dit ID for den, der åbner brevet',
    sealed: 'Titler og navne, der er forseglet med din postkasses egen nøgle; kun postkassen viser dem',
    others: 'Navne på andre mennesker',
    internal: 'Vores egne numre og tællere, som intet siger ud over det, der står her',
  } satisfies Record<Withheld, string>,
}
export type AnswerWords = typeof da

const nb: AnswerWords = {
  title: 'Alt vi har lagret om deg',
  lead: (day) =>
    `Du har bedt om innsyn i opplysningene dine. Her er alt Brevhus har lagret om deg den ${day}: hva det er, hvorfor vi har det, og når det slettes.`,
  part: (part, parts) => `Brev ${part} av ${parts}.`,
  why: 'Hvorfor',
  until: 'Slettes',
  none: 'Ingenting lagret',
  more: (count) =>
    `Og ${count} eldre. Dem ser og henter du gratis på siden om ID-en din, eller du får dem med et svar på kryptert e-post.`,
  notGiven: 'Lagret, men ikke gjengitt her',
  rights: [
    'Er noe feil, kan du få det rettet. Du kan be om sletting, om begrensning og protestere, og du kan klage til datatilsynet.',
    'Vi ringer, skriver eller sender aldri e-post for å få koder.',
  ],
  yes: 'ja',
  no: 'nei',
  reasons: {
    service: 'for å drive postkassen og ID-en din, slik vi har avtalt',
    identify: 'for å vite sikkert hvem du er; loven tillater nummeret til det',
    register: 'fordi folkeregisteret opplyser det, slik at posten når deg',
    activity: 'slik at du og vi kan se hva som er skjedd',
    message: 'for å gi deg beskjed og kunne vise at vi gjorde det',
    security: 'for å beskytte ID-en din og finne misbruk',
    consent: 'fordi du har sagt ja, og som bevis for det',
    payment: 'for betaling og regnskap',
    own: 'fordi du selv har lagt eller valgt det',
    staff: 'slik at ansatte står til ansvar',
    certificate: 'fordi utstedte sertifikater må kunne etterprøves',
    agreement: 'på grunn av avtalen om ID-en din',
  },
  untils: {
    account: 'når du lukker postkassen, eller etter fem år uten bruk der reglene sier det',
    'five-years': 'fem år etter hver hendelse',
    'five-years-after-matter': 'fem år etter at saken er avsluttet',
    'six-months': 'seks måneder etter registreringen',
    accounting: 'fem år etter regnskapsårets slutt',
    'six-years-after-id': 'senest seks år etter at ID-en din opphørte',
    'withdrawn-and-five-years': 'når du trekker det tilbake; beviset fem år etter',
    letter: 'sammen med brevet',
  },
  withheld: {
    secret: 'Hemmeligheter og avtrykk av dem; i et brev ville de åpne ID-en din for den som åpner brevet',
    sealed: 'Titler og navn som er forseglet med postkassens egen nøkkel; bare postkassen viser dem',
    others: 'Navn på andre mennesker',
    internal: 'Våre egne numre og tellere, som ikke sier noe utover det som står her',
  },
}

const en: AnswerWords = {
  title: 'Everything we hold about you',
  lead: (day) =>
    `You asked for access to your data. Here is everything Brevhus held about you on ${day}: what it is, why we have it, and when it is deleted.`,
  part: (part, parts) => `Letter ${part} of ${parts}.`,
  why: 'Why',
  until: 'Deleted',
  none: 'Nothing held',
  more: (count) =>
    `And ${count} older ones. See and download them free of charge on the page about your ID, or get them with an answer by encrypted e-mail.`,
  notGiven: 'Held, but not given here',
  rights: [
    'If something is wrong, you can have it corrected. You can ask for erasure and restriction, object, and complain to the data protection authority.',
    'We never call, write or e-mail to ask for codes.',
  ],
  yes: 'yes',
  no: 'no',
  reasons: {
    service: 'to run the mailbox and your ID, as agreed',
    identify: 'to know for certain who you are; the law allows the number for it',
    register: 'because the population register tells it, so that mail reaches you',
    activity: 'so that you and we can see what happened',
    message: 'to tell you, and to be able to show that we did',
    security: 'to protect your ID and find abuse',
    consent: 'because you said yes, and as proof of it',
    payment: 'for payment and accounts',
    own: 'because you put or chose it yourself',
    staff: 'so that staff answer for what they do',
    certificate: 'because certificates that were issued must stay open to checks',
    agreement: 'because of the agreement on your ID',
  },
  untils: {
    account: 'when you close the mailbox, or after five years without use where the rules say so',
    'five-years': 'five years after each event',
    'five-years-after-matter': 'five years after the matter is closed',
    'six-months': 'six months after it was registered',
    accounting: 'five years after the end of the financial year',
    'six-years-after-id': 'at most six years after your ID ended',
    'withdrawn-and-five-years': 'when you withdraw it; the proof five years later',
    letter: 'together with the letter',
  },
  withheld: {
    secret:
      'Secrets and fingerprints of them; in a letter they would open your ID to whoever opens the letter',
    sealed: 'Titles and names sealed with your mailbox’s own key; only the mailbox shows them',
    others: 'Names of other people',
    internal: 'Our own numbers and counters, which say nothing beyond what stands here',
  },
}

const sv: AnswerWords = {
  title: 'Allt vi har sparat om dig',
  lead: (day) =>
    `Du har begärt tillgång till dina uppgifter. Här är allt som Brevhus hade sparat om dig den ${day}: vad det är, varför vi har det och när det raderas.`,
  part: (part, parts) => `Brev ${part} av ${parts}.`,
  why: 'Varför',
  until: 'Raderas',
  none: 'Inget sparat',
  more: (count) =>
    `Och ${count} äldre. Dem ser och hämtar du gratis på sidan om ditt ID, eller så får du dem med ett svar per krypterad e-post.`,
  notGiven: 'Sparat, men inte återgivet här',
  rights: [
    'Är något fel kan du få det rättat. Du kan begära radering och begränsning, invända, och du kan klaga hos tillsynsmyndigheten för dataskydd.',
    'Vi ringer, skriver eller mejlar aldrig för att få koder.',
  ],
  yes: 'ja',
  no: 'nej',
  reasons: {
    service: 'för att driva brevlådan och ditt ID, som vi har avtalat',
    identify: 'för att säkert veta vem du är; lagen tillåter numret till det',
    register: 'eftersom folkbokföringen uppger det, så att posten når dig',
    activity: 'så att du och vi kan se vad som har hänt',
    message: 'för att meddela dig och kunna visa att vi gjorde det',
    security: 'för att skydda ditt ID och hitta missbruk',
    consent: 'eftersom du har sagt ja, och som bevis för det',
    payment: 'för betalning och bokföring',
    own: 'eftersom du själv har lagt eller valt det',
    staff: 'så att personalen står till svars',
    certificate: 'eftersom utfärdade certifikat måste kunna granskas',
    agreement: 'på grund av avtalet om ditt ID',
  },
  untils: {
    account: 'när du stänger brevlådan, eller efter fem år utan användning där reglerna säger det',
    'five-years': 'fem år efter varje händelse',
    'five-years-after-matter': 'fem år efter att ärendet är avslutat',
    'six-months': 'sex månader efter registreringen',
    accounting: 'fem år efter räkenskapsårets slut',
    'six-years-after-id': 'senast sex år efter att ditt ID upphörde',
    'withdrawn-and-five-years': 'när du återkallar det; beviset fem år senare',
    letter: 'tillsammans med brevet',
  },
  withheld: {
    secret: 'Hemligheter och avtryck av dem; i ett brev skulle de öppna ditt ID för den som öppnar brevet',
    sealed: 'Titlar och namn som är förseglade med brevlådans egen nyckel; bara brevlådan visar dem',
    others: 'Namn på andra människor',
    internal: 'Våra egna nummer och räknare, som inte säger något utöver det som står här',
  },
}

export const ANSWER_WORDS = { da, nb, en, sv } as const satisfies Record<SessionLanguage, AnswerWords>
