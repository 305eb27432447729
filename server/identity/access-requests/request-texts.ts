import type { SessionLanguage } from '../session.store.ts'

const da = {
  title: 'Bed om indsigt',
  lead: 'Du kan få alt, hvad vi har gemt om dig, som brev til din folkeregisteradresse eller som krypteret e-mail. Det er gratis højst to gange om året og hver sjette måned. Her på siden kan du se og hente det samme gratis, så ofte du vil.',
  only: 'Svaret går kun til adressen i folkeregistret eller, krypteret, til dit eget certifikat, uanset hvem der spørger.',
  how: 'Hvordan vil du have svaret?',
  asLetter: 'Som brev til min folkeregisteradresse',
  asMail: (email: string) => `Som krypteret e-mail til ${email}`,
  asMailHint: (serial: string) =>
    `Kun et mailprogram med nøglen til dit certifikat ${serial} kan åbne den. Mailen er underskrevet af Brevhus.`,
  noMail: 'Med et eget certifikat og en bekræftet e-mail kan svaret også komme som krypteret e-mail.',
  certificates: 'Dine certifikater',
  write: 'Spørg pr. e-mail',
  writeLead: (address: string) =>
    `Har du et eget certifikat, kan du også sende en e-mail, som du har underskrevet med det, til ${address}. Skriv denne sætning i den:`,
  writeWho:
    'Hvem der spørger, ser vi på certifikatet. Svaret går til afsenderen, når det er din bekræftede e-mail, og ellers som brev. E-mails, der ikke er underskrevet, svarer vi ikke på.',
  free: 'Din næste anmodning er gratis.',
  ask: 'Send mig svaret',
  further: (day: string) =>
    `Du har allerede fået et gratis svar. Fra ${day} er det gratis igen. Vælg, hvad du vil:`,
  later: (day: string) => `Vent, og få svaret gratis ${day}`,
  fee: (amount: string) => `Få svaret, når ${amount} er betalt`,
  feeHint: 'Betaler du ikke, sker der ikke andet, end at svaret kommer gratis den dag, det er gratis igen.',
  open: (day: string, email: string | null) =>
    `Du har bedt om indsigt. Svaret bliver lavet ${day} og sendt ${email === null ? 'med posten' : `krypteret til ${email}`}.`,
  now: (email: string | null) =>
    `Du har bedt om indsigt. Svaret er ved at blive lavet og kommer ${email === null ? 'med posten' : `krypteret til ${email}`}.`,
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
  link: 'Bed om indsigt',
  back: 'Tilbage',
}
export type RequestTexts = typeof da
const nb: RequestTexts = {
  title: 'Be om innsyn',
  lead: 'Du kan få alt vi har lagret om deg, som brev til folkeregisteradressen din eller som kryptert e-post. Det er gratis høyst to ganger i året og hver sjette måned. Her på siden kan du se og hente det samme gratis, så ofte du vil.',
  only: 'Svaret går bare til adressen i folkeregisteret eller, kryptert, til ditt eget sertifikat, uansett hvem som spør.',
  how: 'Hvordan vil du ha svaret?',
  asLetter: 'Som brev til folkeregisteradressen min',
  asMail: (email) => `Som kryptert e-post til ${email}`,
  asMailHint: (serial) =>
    `Bare et e-postprogram med nøkkelen til sertifikatet ditt ${serial} kan åpne den. E-posten er signert av Brevhus.`,
  noMail: 'Med et eget sertifikat og en bekreftet e-postadresse kan svaret også komme som kryptert e-post.',
  certificates: 'Sertifikatene dine',
  write: 'Spør på e-post',
  writeLead: (address) =>
    `Har du et eget sertifikat, kan du også sende en e-post som du har signert med det, til ${address}. Skriv denne setningen i den:`,
  writeWho:
    'Hvem som spør, ser vi av sertifikatet. Svaret går til avsenderen når det er den bekreftede e-posten din, og ellers som brev. E-post som ikke er signert, svarer vi ikke på.',
  free: 'Din neste begjæring er gratis.',
  ask: 'Send meg svaret',
  further: (day) => `Du har allerede fått et gratis svar. Fra ${day} er det gratis igjen. Velg hva du vil:`,
  later: (day) => `Vent, og få svaret gratis ${day}`,
  fee: (amount) => `Få svaret når ${amount} er betalt`,
  feeHint: 'Betaler du ikke, skjer det ikke annet enn at svaret kommer gratis den dagen det er gratis igjen.',
  open: (day, email) =>
    `Du har bedt om innsyn. Svaret blir laget ${day} og sendt ${email === null ? 'med posten' : `kryptert til ${email}`}.`,
  now: (email) =>
    `Du har bedt om innsyn. Svaret er i ferd med å bli laget og kommer ${email === null ? 'med posten' : `kryptert til ${email}`}.`,
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
  link: 'Be om innsyn',
  back: 'Tilbake',
}
const en: RequestTexts = {
  title: 'Ask for your data',
  lead: 'You can get everything we hold about you as a letter to your registered address, or as an encrypted e-mail. It is free at most twice a year and once every six months. On these pages you see and download the same, free of charge, as often as you like.',
  only: 'The answer goes to the address in the population register or, encrypted, to your own certificate, and nowhere else, whoever asks.',
  how: 'How do you want the answer?',
  asLetter: 'As a letter to my registered address',
  asMail: (email) => `As an encrypted e-mail to ${email}`,
  asMailHint: (serial) =>
    `Only a mail program with the key of your certificate ${serial} opens it. The e-mail is signed by Brevhus.`,
  noMail:
    'With a certificate of your own and a verified e-mail address the answer can also come as an encrypted e-mail.',
  certificates: 'Your certificates',
  write: 'Ask by e-mail',
  writeLead: (address) =>
    `If you have a certificate of your own, you can also send an e-mail signed with it to ${address}. Write this sentence in it:`,
  writeWho:
    'The certificate tells us who asks. The answer goes to the sender when that is your verified e-mail address, and otherwise by letter. E-mails that are not signed are not answered.',
  free: 'Your next request is free.',
  ask: 'Send me the answer',
  further: (day) => `You have had a free answer already. From ${day} it is free again. Choose what you want:`,
  later: (day) => `Wait, and get the answer free of charge on ${day}`,
  fee: (amount) => `Get the answer when ${amount} is paid`,
  feeHint:
    'If you do not pay, nothing else happens: the answer comes free of charge on the day it is free again.',
  open: (day, email) =>
    `You asked for your data. The answer is made on ${day} and sent ${email === null ? 'by post' : `encrypted to ${email}`}.`,
  now: (email) =>
    `You asked for your data. The answer is being made and comes ${email === null ? 'by post' : `encrypted to ${email}`}.`,
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
  link: 'Ask for your data',
  back: 'Back',
}
const sv: RequestTexts = {
  title: 'Begär dina uppgifter',
  lead: 'Du kan få allt vi har sparat om dig som brev till din folkbokföringsadress eller som krypterat mejl. Det är gratis högst två gånger om året och var sjätte månad. På de här sidorna kan du se och hämta detsamma gratis, så ofta du vill.',
  only: 'Svaret går bara till adressen i folkbokföringen eller, krypterat, till ditt eget certifikat, vem som än frågar.',
  how: 'Hur vill du ha svaret?',
  asLetter: 'Som brev till min folkbokföringsadress',
  asMail: (email) => `Som krypterat mejl till ${email}`,
  asMailHint: (serial) =>
    `Bara ett e-postprogram med nyckeln till ditt certifikat ${serial} kan öppna det. Mejlet är underskrivet av Brevhus.`,
  noMail: 'Med ett eget certifikat och en bekräftad e-postadress kan svaret också komma som krypterat mejl.',
  certificates: 'Dina certifikat',
  write: 'Fråga med mejl',
  writeLead: (address) =>
    `Har du ett eget certifikat kan du också skicka ett mejl som du har skrivit under med det till ${address}. Skriv den här meningen i det:`,
  writeWho:
    'Vem som frågar ser vi av certifikatet. Svaret går till avsändaren när det är din bekräftade e-postadress, och annars som brev. Mejl som inte är underskrivna svarar vi inte på.',
  free: 'Din nästa begäran är gratis.',
  ask: 'Skicka svaret till mig',
  further: (day) => `Du har redan fått ett gratis svar. Från ${day} är det gratis igen. Välj vad du vill:`,
  later: (day) => `Vänta, och få svaret gratis ${day}`,
  fee: (amount) => `Få svaret när ${amount} är betalt`,
  feeHint: 'Betalar du inte händer inget annat än att svaret kommer gratis den dag det är gratis igen.',
  open: (day, email) =>
    `Du har begärt dina uppgifter. Svaret görs ${day} och skickas ${email === null ? 'med posten' : `krypterat till ${email}`}.`,
  now: (email) =>
    `Du har begärt dina uppgifter. Svaret håller på att göras och kommer ${email === null ? 'med posten' : `krypterat till ${email}`}.`,
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
  link: 'Begär dina uppgifter',
  back: 'Tillbaka',
}
export const REQUEST_TEXTS = { da, nb, en, sv } as const satisfies Record<SessionLanguage, RequestTexts>
