/** I-07: the reason of every fraud rule in words, with the numbers it saw: for the person and for staff alike. */
import type { Finding } from '#rules/fraud.ts'
import type { Language } from './problems.ts'

type Words = { [R in Finding['rule']]: (finding: Extract<Finding, { rule: R }>) => string }

const FRAUD_TEXTS = {
  da: {
    velocity: (f) =>
      `Der er logget ind ${f.signIns} gange inden for en time fra ${f.networks} forskellige netværk.`,
    'new-device-and-network': () => 'Både browseren og netværket er nye for dig.',
    'new-country': (f) => `Der er ikke logget ind fra ${country('da', f.country)} det sidste halve år.`,
    'code-pushing': (f) => `Der er skrevet ${f.wrongCodes} forkerte koder inden for ti minutter.`,
    'credential-stuffing': (f) =>
      `Adgangskoden var rigtig, men fra samme netværk er der prøvet forkert hos ${f.others} andre inden for en time.`,
    'impossible-travel': (f) =>
      `Mellem to logins på ${f.minutes} minutter ligger ${f.km} km (${country('da', f.from)} til ${country('da', f.to)}).`,
  },
  nb: {
    velocity: (f) =>
      `Det er logget inn ${f.signIns} ganger innen en time fra ${f.networks} forskjellige nettverk.`,
    'new-device-and-network': () => 'Både nettleseren og nettverket er nye for deg.',
    'new-country': (f) => `Det er ikke logget inn fra ${country('nb', f.country)} det siste halve året.`,
    'code-pushing': (f) => `Det er skrevet ${f.wrongCodes} feil koder innen ti minutter.`,
    'credential-stuffing': (f) =>
      `Passordet var riktig, men fra samme nettverk er det prøvd feil hos ${f.others} andre innen en time.`,
    'impossible-travel': (f) =>
      `Mellom to innlogginger på ${f.minutes} minutter ligger ${f.km} km (${country('nb', f.from)} til ${country('nb', f.to)}).`,
  },
  sv: {
    velocity: (f) =>
      `Någon har loggat in ${f.signIns} gånger inom en timme från ${f.networks} olika nätverk.`,
    'new-device-and-network': () => 'Både webbläsaren och nätverket är nya för dig.',
    'new-country': (f) => `Ingen har loggat in från ${country('sv', f.country)} det senaste halvåret.`,
    'code-pushing': (f) => `${f.wrongCodes} felaktiga koder har skrivits in inom tio minuter.`,
    'credential-stuffing': (f) =>
      `Lösenordet var rätt, men från samma nätverk har fel lösenord prövats hos ${f.others} andra inom en timme.`,
    'impossible-travel': (f) =>
      `Mellan två inloggningar på ${f.minutes} minuter ligger ${f.km} km (${country('sv', f.from)} till ${country('sv', f.to)}).`,
  },
  en: {
    velocity: (f) => `There were ${f.signIns} sign-ins within an hour from ${f.networks} different networks.`,
    'new-device-and-network': () => 'Both the browser and the network are new for you.',
    'new-country': (f) => `Nobody signed in from ${country('en', f.country)} during the last half year.`,
    'code-pushing': (f) => `${f.wrongCodes} wrong codes were entered within ten minutes.`,
    'credential-stuffing': (f) =>
      `The password was right, but the same network failed with ${f.others} other people within an hour.`,
    'impossible-travel': (f) =>
      `Two sign-ins ${f.minutes} minutes apart lie ${f.km} km from each other (${country('en', f.from)} to ${country('en', f.to)}).`,
  },
} as const satisfies Record<Language, Words>

export function explainFinding(language: Language, finding: Finding): string {
  const say = FRAUD_TEXTS[language][finding.rule] as (finding: Finding) => string
  return say(finding)
}

/** A country's name; the code when the code is none. */
export function country(language: Language, code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code
  return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code
}
