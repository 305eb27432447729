/** The words around electronic IDs of others. `name` is their brand. */
import type { SessionLanguage } from '../session.store.ts'
import type { Stop } from './return-from-upstream.ts'

type Texts = {
  or: string
  signIn: (name: string) => string
  stepUp: (name: string) => string
  /** Above the buttons of a step-up that has no other way. */
  only: string
  /** The same, where the level is `high`. */
  onlyHigh: string
  /** Above the form, after a way back that led nowhere. */
  stopped: Record<Exclude<Stop, 'no-account'>, (name: string) => string>
  none: {
    title: string
    lead: (name: string) => string
    how: string
    linkHow: string
    order: string
    back: string
  }
}

const da: Texts = {
  or: 'eller med et elektronisk ID',
  signIn: (name) => `Log ind med ${name}`,
  stepUp: (name) => `Bekræft med ${name}`,
  only: 'Bekræft med dit elektroniske ID, så åbnes også post fra det offentlige og følsomme breve.',
  onlyHigh:
    'Dette kræver det højeste niveau. Det når du med dit elektroniske ID, ikke med kode-app eller adgangsnøgle.',
  stopped: {
    cancelled: (name) => `Du afbrød hos ${name}. Prøv igen, eller vælg en anden måde.`,
    'level-not-reached': (name) =>
      `${name} svarede på et niveau, der ikke er nok her. Prøv igen, og vælg en stærkere måde hos ${name}.`,
    unavailable: (name) =>
      `${name} svarer ikke lige nu. Prøv igen om lidt, eller log ind på en anden måde: det virker som altid.`,
    'not-genuine': (name) =>
      `Svaret fra ${name} kunne ikke godkendes, og intet er ændret. Prøv igen, eller vælg en anden måde.`,
    'too-many': (name) =>
      `Der har været for mange forsøg hos ${name} fra dit netværk. Prøv igen om et minut, eller log ind på en anden måde.`,
    over: (name) => `Besøget hos ${name} varede for længe eller hørte til en anden side. Prøv igen herfra.`,
    'somebody-else': (name) =>
      `${name} viste en anden person end den, der er logget ind her. Intet er ændret. Log ud først, hvis du vil skifte.`,
    work: (name) => `Du valgte en erhvervsidentitet hos ${name}. Vælg dig selv som privatperson.`,
  },
  none: {
    title: 'Her er ingen postkasse endnu',
    lead: (name) => `${name} viste, hvem du er, men du har ikke et login hos Brevhus.`,
    how: 'Bestil en aktiveringskode hos posthuset. Den kommer som brev til din folkeregisteradresse, og med den vælger du bruger-ID og adgangskode. Derefter virker dit elektroniske ID her.',
    linkHow:
      'Har du allerede et login, så log ind på den måde, du plejer. Er dit navn eller nummer ændret for nylig, skal registret have det at vide først.',
    order: 'Bestil aktiveringskode',
    back: 'Til log ind',
  },
}

const nb: Texts = {
  or: 'eller med en elektronisk ID',
  signIn: (name) => `Logg inn med ${name}`,
  stepUp: (name) => `Bekreft med ${name}`,
  only: 'Bekreft med den elektroniske ID-en din, så åpnes også post fra det offentlige og sensitive brev.',
  onlyHigh:
    'Dette krever det høyeste nivået. Det når du med den elektroniske ID-en din, ikke med kodeapp eller tilgangsnøkkel.',
  stopped: {
    cancelled: (name) => `Du avbrøt hos ${name}. Prøv igjen, eller velg en annen måte.`,
    'level-not-reached': (name) =>
      `${name} svarte på et nivå som ikke er nok her. Prøv igjen, og velg en sterkere måte hos ${name}.`,
    unavailable: (name) =>
      `${name} svarer ikke akkurat nå. Prøv igjen om litt, eller logg inn på en annen måte: det virker som alltid.`,
    'not-genuine': (name) =>
      `Svaret fra ${name} kunne ikke godkjennes, og ingenting er endret. Prøv igjen, eller velg en annen måte.`,
    'too-many': (name) =>
      `Det har vært for mange forsøk hos ${name} fra nettverket ditt. Prøv igjen om et minutt, eller logg inn på en annen måte.`,
    over: (name) => `Besøket hos ${name} varte for lenge eller hørte til en annen side. Prøv igjen herfra.`,
    'somebody-else': (name) =>
      `${name} viste en annen person enn den som er logget inn her. Ingenting er endret. Logg ut først hvis du vil bytte.`,
    work: (name) => `Du valgte en identitet for arbeid hos ${name}. Velg deg selv som privatperson.`,
  },
  none: {
    title: 'Her er det ingen postkasse ennå',
    lead: (name) => `${name} viste hvem du er, men du har ingen innlogging hos Brevhus.`,
    how: 'Bestill en aktiveringskode hos posthuset. Den kommer som brev til folkeregisteradressen din, og med den velger du passord. Deretter virker den elektroniske ID-en din her.',
    linkHow:
      'Har du allerede en innlogging, så logg inn slik du pleier. Er navnet eller nummeret ditt endret nylig, må registeret få vite det først.',
    order: 'Bestill aktiveringskode',
    back: 'Til innlogging',
  },
}

const sv: Texts = {
  or: 'eller med en e-legitimation',
  signIn: (name) => `Logga in med ${name}`,
  stepUp: (name) => `Bekräfta med ${name}`,
  only: 'Bekräfta med din e-legitimation, så öppnas även post från myndigheter och känsliga brev.',
  onlyHigh:
    'Det här kräver den högsta nivån. Den når du med din e-legitimation, inte med kodapp eller lösennyckel.',
  stopped: {
    cancelled: (name) => `Du avbröt hos ${name}. Försök igen eller välj ett annat sätt.`,
    'level-not-reached': (name) =>
      `${name} svarade på en nivå som inte räcker här. Försök igen och välj ett starkare sätt hos ${name}.`,
    unavailable: (name) =>
      `${name} svarar inte just nu. Försök igen om en stund, eller logga in på ett annat sätt: det fungerar som alltid.`,
    'not-genuine': (name) =>
      `Svaret från ${name} kunde inte godkännas, och inget är ändrat. Försök igen eller välj ett annat sätt.`,
    'too-many': (name) =>
      `Det har varit för många försök hos ${name} från ditt nätverk. Försök igen om en minut, eller logga in på ett annat sätt.`,
    over: (name) =>
      `Besöket hos ${name} varade för länge eller hörde till en annan sida. Försök igen härifrån.`,
    'somebody-else': (name) =>
      `${name} visade en annan person än den som är inloggad här. Inget är ändrat. Logga ut först om du vill byta.`,
    work: (name) => `Du valde en identitet för arbetet hos ${name}. Välj dig själv som privatperson.`,
  },
  none: {
    title: 'Här finns ingen brevlåda än',
    lead: (name) => `${name} visade vem du är, men du har ingen inloggning hos Brevhus.`,
    how: 'Beställ en aktiveringskod hos postkontoret. Den kommer som brev till din folkbokföringsadress, och med den väljer du lösenord. Därefter fungerar din e-legitimation här.',
    linkHow:
      'Har du redan en inloggning, logga in som du brukar. Har ditt namn eller nummer ändrats nyligen måste registret få veta det först.',
    order: 'Beställ aktiveringskod',
    back: 'Till inloggningen',
  },
}

const en: Texts = {
  or: 'or with an electronic ID',
  signIn: (name) => `Sign in with ${name}`,
  stepUp: (name) => `Confirm with ${name}`,
  only: 'Confirm with your electronic ID to open mail from public authorities and sensitive letters too.',
  onlyHigh:
    'This asks for the highest level. You reach it with your electronic ID, not with a code app or a passkey.',
  stopped: {
    cancelled: (name) => `You stopped at ${name}. Try again, or choose another way.`,
    'level-not-reached': (name) =>
      `${name} answered at a level that is not enough here. Try again and choose a stronger way at ${name}.`,
    unavailable: (name) =>
      `${name} does not answer right now. Try again in a moment, or sign in another way: that works as always.`,
    'not-genuine': (name) =>
      `The answer from ${name} could not be accepted, and nothing was changed. Try again, or choose another way.`,
    'too-many': (name) =>
      `There were too many attempts with ${name} from your network. Try again in a minute, or sign in another way.`,
    over: (name) => `The visit to ${name} took too long or belonged to another page. Try again from here.`,
    'somebody-else': (name) =>
      `${name} showed another person than the one signed in here. Nothing was changed. Sign out first if you want to switch.`,
    work: (name) => `You chose an identity for work at ${name}. Choose yourself as a private person.`,
  },
  none: {
    title: 'There is no mailbox here yet',
    lead: (name) => `${name} showed who you are, but you have no sign-in at Brevhus.`,
    how: 'Order an activation code from the post office. It comes as a letter to your registered address, and with it you choose how you sign in. After that your electronic ID works here.',
    linkHow:
      'If you do have a sign-in, sign in the way you usually do. If your name or number changed recently, the register must learn of it first.',
    order: 'Order an activation code',
    back: 'To sign-in',
  },
}

export const UPSTREAM_TEXTS = { da, nb, sv, en } as const satisfies Record<SessionLanguage, Texts>

/** What went wrong with an upstream, out of the address of the page; null when there is nothing to say. */
export function sayStopped(
  language: SessionLanguage,
  said: string | undefined,
  name: string | undefined,
): string | null {
  const { stopped } = UPSTREAM_TEXTS[language]
  if (said === undefined || name === undefined || !Object.hasOwn(stopped, said)) return null
  return stopped[said as keyof typeof stopped](name)
}
