import type { SessionLanguage } from '../session.store.ts'

const da = {
  title: 'Bed om indsigt på papir',
  lead: 'Du kan få alt, hvad vi har gemt om dig, som brev til din folkeregisteradresse. Det er gratis højst to gange om året og hver sjette måned. Her på siden kan du se og hente det samme gratis, så ofte du vil.',
  only: 'Svaret går kun til adressen i folkeregistret, uanset hvem der spørger.',
  free: 'Din næste anmodning er gratis.',
  ask: 'Send mig svaret',
  further: (day: string) =>
    `Du har allerede fået et gratis svar. Fra ${day} er det gratis igen. Vælg, hvad du vil:`,
  later: (day: string) => `Vent, og få svaret gratis ${day}`,
  fee: (amount: string) => `Få svaret, når ${amount} er betalt`,
  feeHint: 'Betaler du ikke, sker der ikke andet, end at svaret kommer gratis den dag, det er gratis igen.',
  open: (day: string) => `Du har bedt om indsigt. Svaret bliver lavet ${day} og sendt med posten.`,
  now: 'Du har bedt om indsigt. Svaret er ved at blive lavet og kommer med posten.',
  pay: (amount: string, account: string, reference: string, day: string) =>
    `Betal ${amount} til konto ${account} med teksten ${reference}, så kommer svaret straks. Ellers kommer det gratis ${day}.`,
  withdraw: 'Træk anmodningen tilbage',
  past: 'Tidligere anmodninger',
  none: 'Ingen endnu.',
  answered: (letters: number) => (letters === 1 ? 'Besvaret med ét brev' : `Besvaret med ${letters} breve`),
  byMail: 'Besvaret med krypteret e-mail',
  undeliverable:
    'Svaret kunne ikke leveres til din folkeregisteradresse. Det tæller ikke med; ret adressen i folkeregistret, og spørg igen.',
  withdrawn: 'Trukket tilbage',
  link: 'Bed om indsigt på papir',
  back: 'Tilbage',
}
export type RequestTexts = typeof da
const nb: RequestTexts = {
  title: 'Be om innsyn på papir',
  lead: 'Du kan få alt vi har lagret om deg, som brev til folkeregisteradressen din. Det er gratis høyst to ganger i året og hver sjette måned. Her på siden kan du se og hente det samme gratis, så ofte du vil.',
  only: 'Svaret går bare til adressen i folkeregisteret, uansett hvem som spør.',
  free: 'Din neste begjæring er gratis.',
  ask: 'Send meg svaret',
  further: (day) => `Du har allerede fått et gratis svar. Fra ${day} er det gratis igjen. Velg hva du vil:`,
  later: (day) => `Vent, og få svaret gratis ${day}`,
  fee: (amount) => `Få svaret når ${amount} er betalt`,
  feeHint: 'Betaler du ikke, skjer det ikke annet enn at svaret kommer gratis den dagen det er gratis igjen.',
  open: (day) => `Du har bedt om innsyn. Svaret blir laget ${day} og sendt med posten.`,
  now: 'Du har bedt om innsyn. Svaret er i ferd med å bli laget og kommer med posten.',
  pay: (amount, account, reference, day) =>
    `Betal ${amount} til konto ${account} med teksten ${reference}, så kommer svaret straks. Ellers kommer det gratis ${day}.`,
  withdraw: 'Trekk begjæringen tilbake',
  past: 'Tidligere begjæringer',
  none: 'Ingen ennå.',
  answered: (letters) => (letters === 1 ? 'Besvart med ett brev' : `Besvart med ${letters} brev`),
  byMail: 'Besvart med kryptert e-post',
  undeliverable:
    'Svaret kunne ikke leveres til folkeregisteradressen din. Det teller ikke med; rett adressen i folkeregisteret, og spør igjen.',
  withdrawn: 'Trukket tilbake',
  link: 'Be om innsyn på papir',
  back: 'Tilbake',
}
const en: RequestTexts = {
  title: 'Ask for your data on paper',
  lead: 'You can get everything we hold about you as a letter to your registered address. It is free at most twice a year and once every six months. On these pages you see and download the same, free of charge, as often as you like.',
  only: 'The answer goes to the address in the population register alone, whoever asks.',
  free: 'Your next request is free.',
  ask: 'Send me the answer',
  further: (day) => `You have had a free answer already. From ${day} it is free again. Choose what you want:`,
  later: (day) => `Wait, and get the answer free of charge on ${day}`,
  fee: (amount) => `Get the answer when ${amount} is paid`,
  feeHint:
    'If you do not pay, nothing else happens: the answer comes free of charge on the day it is free again.',
  open: (day) => `You asked for your data. The answer is made on ${day} and sent by post.`,
  now: 'You asked for your data. The answer is being made and comes by post.',
  pay: (amount, account, reference, day) =>
    `Pay ${amount} to account ${account} with the text ${reference} and the answer comes at once. Otherwise it comes free of charge on ${day}.`,
  withdraw: 'Take the request back',
  past: 'Earlier requests',
  none: 'None yet.',
  answered: (letters) => (letters === 1 ? 'Answered with one letter' : `Answered with ${letters} letters`),
  byMail: 'Answered by encrypted e-mail',
  undeliverable:
    'The answer could not be delivered to your registered address. It does not count; have the address corrected in the population register and ask again.',
  withdrawn: 'Taken back',
  link: 'Ask for your data on paper',
  back: 'Back',
}
const sv: RequestTexts = {
  title: 'Begär dina uppgifter på papper',
  lead: 'Du kan få allt vi har sparat om dig som brev till din folkbokföringsadress. Det är gratis högst två gånger om året och var sjätte månad. På de här sidorna kan du se och hämta detsamma gratis, så ofta du vill.',
  only: 'Svaret går bara till adressen i folkbokföringen, vem som än frågar.',
  free: 'Din nästa begäran är gratis.',
  ask: 'Skicka svaret till mig',
  further: (day) => `Du har redan fått ett gratis svar. Från ${day} är det gratis igen. Välj vad du vill:`,
  later: (day) => `Vänta, och få svaret gratis ${day}`,
  fee: (amount) => `Få svaret när ${amount} är betalt`,
  feeHint: 'Betalar du inte händer inget annat än att svaret kommer gratis den dag det är gratis igen.',
  open: (day) => `Du har begärt dina uppgifter. Svaret görs ${day} och skickas med posten.`,
  now: 'Du har begärt dina uppgifter. Svaret håller på att göras och kommer med posten.',
  pay: (amount, account, reference, day) =>
    `Betala ${amount} till konto ${account} med texten ${reference}, så kommer svaret genast. Annars kommer det gratis ${day}.`,
  withdraw: 'Ta tillbaka begäran',
  past: 'Tidigare begäranden',
  none: 'Inga än.',
  answered: (letters) => (letters === 1 ? 'Besvarad med ett brev' : `Besvarad med ${letters} brev`),
  byMail: 'Besvarad med krypterad e-post',
  undeliverable:
    'Svaret kunde inte levereras till din folkbokföringsadress. Det räknas inte; rätta adressen i folkbokföringen och fråga igen.',
  withdrawn: 'Återtagen',
  link: 'Begär dina uppgifter på papper',
  back: 'Tillbaka',
}
export const REQUEST_TEXTS = { da, nb, en, sv } as const satisfies Record<SessionLanguage, RequestTexts>
