/** Languages the post office speaks. */
export const LANGUAGES = ['da', 'nb', 'sv', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** Why a letter did not go out, and what the sender can do. `reveals` says what a curious sender learns from the code. */
export type RefusalText = { readonly reason: string; readonly todo: string }
export type Refusal = { readonly reveals: string } & Readonly<Record<Language, RefusalText>>

/**
 * The codes a sender can get for one recipient. They are coarse on purpose: in every mode without a national number, unknown,
 * protected, not consenting, dead, moved abroad and without a mailbox are one and the same answer (S-15, A-13).
 */
export const REFUSALS = {
  'recipient-unknown': {
    reveals: 'Nothing: the same for nobody there, protected, not consenting, deceased, no mailbox.',
    da: {
      reason: 'Modtageren kan ikke nås digitalt med disse oplysninger.',
      todo: 'Kontrollér stavning og adresse, brug nationalt nummer hvis du har det, eller tillad print.',
    },
    nb: {
      reason: 'Mottakeren kan ikke nås digitalt med disse opplysningene.',
      todo: 'Kontroller stavemåte og adresse, bruk fødselsnummer hvis du har det, eller tillat utskrift.',
    },
    sv: {
      reason: 'Mottagaren kan inte nås digitalt med de här uppgifterna.',
      todo: 'Kontrollera stavning och adress, använd personnummer om du har det, eller tillåt utskrift.',
    },
    en: {
      reason: 'The recipient cannot be reached digitally with these details.',
      todo: 'Check spelling and address, use the national number if you have it, or allow print.',
    },
  },
  'recipient-ambiguous': {
    reveals:
      'That at least two consenting people share the name at the address. Named as an error list by A-04.',
    da: {
      reason: 'Flere modtagere passer til disse oplysninger, så ingen har fået brevet.',
      todo: 'Tilføj efternavn, hvis det mangler, eller brug nationalt nummer.',
    },
    nb: {
      reason: 'Flere mottakere passer med disse opplysningene, så ingen har fått brevet.',
      todo: 'Legg til etternavn hvis det mangler, eller bruk fødselsnummer.',
    },
    sv: {
      reason: 'Flera mottagare stämmer med uppgifterna, så ingen har fått brevet.',
      todo: 'Lägg till efternamn om det saknas, eller använd personnummer.',
    },
    en: {
      reason: 'Several recipients fit these details, so nobody got the letter.',
      todo: 'Add the last name if it is missing, or use the national number.',
    },
  },
  'address-invalid': {
    reveals: 'Nothing: it is judged from the text alone.',
    da: {
      reason: 'Adressen kan ikke læses.',
      todo: 'Skriv vejnavn, husnummer, eventuel etage og dør, postnummer og by.',
    },
    nb: {
      reason: 'Adressen kan ikke leses.',
      todo: 'Skriv gatenavn, husnummer, eventuelt bolignummer, postnummer og poststed.',
    },
    sv: {
      reason: 'Adressen går inte att läsa.',
      todo: 'Skriv gatunamn, husnummer, eventuell våning och dörr eller lägenhetsnummer, postnummer och ort.',
    },
    en: {
      reason: 'The address cannot be read.',
      todo: 'Write road, house number, floor and door or dwelling if any, postcode and city.',
    },
  },
  'address-unknown': {
    reveals: 'What the public address register tells anybody.',
    da: {
      reason: 'Adressen findes ikke i adresseregistret.',
      todo: 'Ret adressen. Et forslag følger med, når der er ét, der ligger tæt på.',
    },
    nb: {
      reason: 'Adressen finnes ikke i adresseregisteret.',
      todo: 'Rett adressen. Et forslag følger med når det finnes ett som ligger nær.',
    },
    sv: {
      reason: 'Adressen finns inte i adressregistret.',
      todo: 'Rätta adressen. Ett förslag följer med när det finns ett som ligger nära.',
    },
    en: {
      reason: 'The address is not in the address register.',
      todo: 'Correct the address. A suggestion comes with it when there is one near enough.',
    },
  },
  'number-invalid': {
    reveals: 'Nothing: it is judged from the digits alone.',
    da: { reason: 'Nummeret er ikke gyldigt.', todo: 'Skriv nummeret, som det står i dine egne papirer.' },
    nb: { reason: 'Nummeret er ikke gyldig.', todo: 'Skriv nummeret slik det står i dine egne papirer.' },
    sv: { reason: 'Numret är inte giltigt.', todo: 'Skriv numret så som det står i dina egna papper.' },
    en: { reason: 'The number is not valid.', todo: 'Write the number as it stands in your own papers.' },
  },
  'email-unknown': {
    reveals:
      'Nothing: the same for an unclaimed e-mail, a protected holder, and a holder without an open mailbox.',
    da: {
      reason: 'Modtageren kan ikke nås med denne e-mailadresse.',
      todo: 'Brug nationalt nummer eller navn og adresse.',
    },
    nb: {
      reason: 'Mottakeren kan ikke nås med denne e-postadressen.',
      todo: 'Bruk fødselsnummer eller navn og adresse.',
    },
    sv: {
      reason: 'Mottagaren kan inte nås med den här e-postadressen.',
      todo: 'Använd personnummer eller namn och adress.',
    },
    en: {
      reason: 'The recipient cannot be reached by this e-mail address.',
      todo: 'Use the national number, or name and address.',
    },
  },
  'digital-address-unknown': {
    reveals:
      'Nothing: the same for an address nobody has, a protected holder, a block, and a closed mailbox.',
    da: {
      reason: 'Modtageren kan ikke nås på denne digitale adresse.',
      todo: 'Bed modtageren om adressen, som den står på profilen.',
    },
    nb: {
      reason: 'Mottakeren kan ikke nås på denne digitale adressen.',
      todo: 'Be mottakeren om adressen slik den står på profilen.',
    },
    sv: {
      reason: 'Mottagaren kan inte nås på den här digitala adressen.',
      todo: 'Be mottagaren om adressen så som den står i profilen.',
    },
    en: {
      reason: 'The recipient cannot be reached at this digital address.',
      todo: 'Ask the recipient for the address as it stands on the profile page.',
    },
  },
  'recipient-invalid': {
    reveals: 'Nothing: it is judged from the text alone.',
    da: { reason: 'Oplysningerne om modtageren har fejl.', todo: 'Ret de felter, der er nævnt.' },
    nb: { reason: 'Opplysningene om mottakeren har feil.', todo: 'Rett feltene som er nevnt.' },
    sv: { reason: 'Uppgifterna om mottagaren innehåller fel.', todo: 'Rätta de fält som nämns.' },
    en: { reason: 'The details of the recipient have faults.', todo: 'Correct the fields that are named.' },
  },
  'letter-invalid': {
    reveals: 'Nothing: it is judged from the letter alone.',
    da: { reason: 'Brevet kan ikke sendes sådan.', todo: 'Ret de felter, der er nævnt.' },
    nb: { reason: 'Brevet kan ikke sendes slik.', todo: 'Rett feltene som er nevnt.' },
    sv: { reason: 'Brevet kan inte skickas så.', todo: 'Rätta de fält som nämns.' },
    en: { reason: 'The letter cannot be sent like this.', todo: 'Correct the fields that are named.' },
  },
  'row-duplicate': {
    reveals: 'Nothing: it is judged from the file alone.',
    da: {
      reason: 'Rækken står der i forvejen: samme reference, eller alt er ens. Den første gælder.',
      todo: 'Slet rækken, eller giv den sin egen reference, hvis det er to forskellige breve.',
    },
    nb: {
      reason: 'Raden finnes fra før: samme referanse, eller alt er likt. Den første gjelder.',
      todo: 'Slett raden, eller gi den sin egen referanse hvis det er to forskjellige brev.',
    },
    sv: {
      reason: 'Raden finns redan: samma referens, eller allt är lika. Den första gäller.',
      todo: 'Ta bort raden, eller ge den en egen referens om det är två olika brev.',
    },
    en: {
      reason: 'The row is there already: the same reference, or all of it alike. The first one counts.',
      todo: 'Delete the row, or give it a reference of its own if these are two different letters.',
    },
  },
  'not-processed': {
    reveals: 'Nothing: it says something of the post office alone.',
    da: {
      reason: 'Rækken blev ikke behandlet på grund af en fejl hos posthuset. Brevet er ikke sendt.',
      todo: 'Indlever rækken igen som rettelse. Sker det igen, så kontakt posthuset.',
    },
    nb: {
      reason: 'Raden ble ikke behandlet på grunn av en feil hos posthuset. Brevet er ikke sendt.',
      todo: 'Lever inn raden igjen som rettelse. Skjer det igjen, kontakt posthuset.',
    },
    sv: {
      reason: 'Raden behandlades inte på grund av ett fel hos postkontoret. Brevet har inte skickats.',
      todo: 'Lämna in raden igen som rättelse. Händer det igen, kontakta postkontoret.',
    },
    en: {
      reason: 'The row was not processed because of a fault of the post office. The letter was not sent.',
      todo: 'Hand the row in again as a correction. If it happens again, contact the post office.',
    },
  },
  'document-refused': {
    reveals: 'Nothing: it is judged from the document alone.',
    da: {
      reason: 'Et dokument blev afvist af indholdskontrollen.',
      todo: 'Fjern det, der er nævnt, og send igen.',
    },
    nb: {
      reason: 'Et dokument ble avvist av innholdskontrollen.',
      todo: 'Fjern det som er nevnt, og send igjen.',
    },
    sv: {
      reason: 'Ett dokument avvisades av innehållskontrollen.',
      todo: 'Ta bort det som nämns och skicka igen.',
    },
    en: {
      reason: 'A document was refused by the content check.',
      todo: 'Remove what is named and send again.',
    },
  },
  'sensitive-needs-number': {
    reveals: 'Nothing: it is judged before anybody is looked for.',
    da: {
      reason: 'Følsomt indhold kan ikke sendes til alle på en adresse.',
      todo: 'Brug nationalt nummer, eller send et brev uden følsomt indhold.',
    },
    nb: {
      reason: 'Sensitivt innhold kan ikke sendes til alle på en adresse.',
      todo: 'Bruk fødselsnummer, eller send et brev uten sensitivt innhold.',
    },
    sv: {
      reason: 'Känsligt innehåll kan inte skickas till alla på en adress.',
      todo: 'Använd personnummer, eller skicka ett brev utan känsligt innehåll.',
    },
    en: {
      reason: 'Sensitive content cannot go to everybody at an address.',
      todo: 'Use the national number, or send a letter without sensitive content.',
    },
  },
  'not-printed': {
    reveals: 'Nothing of the recipient: it is the post office that could not.',
    da: {
      reason: 'Brevet blev ikke trykt inden for 60 dage og er taget ud af køen.',
      todo: 'Send det selv på papir, eller indlever det igen.',
    },
    nb: {
      reason: 'Brevet ble ikke trykt innen 60 dager og er tatt ut av køen.',
      todo: 'Send det selv på papir, eller lever det inn på nytt.',
    },
    sv: {
      reason: 'Brevet trycktes inte inom 60 dagar och har tagits ur kön.',
      todo: 'Skicka det själv på papper, eller lämna in det igen.',
    },
    en: {
      reason: 'The letter was not printed within 60 days and has been taken out of the queue.',
      todo: 'Send it on paper yourself, or hand it in again.',
    },
  },
  'recipient-deceased': {
    reveals: 'A death, to a sender that holds the national number, and never of a protected person.',
    da: { reason: 'Modtageren er registreret som død.', todo: 'Skriv til boet.' },
    nb: { reason: 'Mottakeren er registrert som død.', todo: 'Skriv til boet.' },
    sv: { reason: 'Mottagaren är registrerad som avliden.', todo: 'Skriv till dödsboet.' },
    en: { reason: 'The recipient is registered as deceased.', todo: 'Write to the estate.' },
  },
  'recipient-emigrated': {
    reveals: 'A move abroad, to a sender that holds the national number, and never of a protected person.',
    da: {
      reason: 'Modtageren er registreret som udrejst og har ingen åben postkasse.',
      todo: 'Find adressen i udlandet, og send brevet selv.',
    },
    nb: {
      reason: 'Mottakeren er registrert som utflyttet og har ingen åpen postkasse.',
      todo: 'Finn adressen i utlandet, og send brevet selv.',
    },
    sv: {
      reason: 'Mottagaren är registrerad som utflyttad och har ingen öppen brevlåda.',
      todo: 'Ta reda på adressen utomlands och skicka brevet själv.',
    },
    en: {
      reason: 'The recipient is registered as having moved abroad and has no open mailbox.',
      todo: 'Find the address abroad and send the letter yourself.',
    },
  },
  'mailbox-unavailable': {
    reveals:
      'To a sender that holds the number: no open mailbox, for whichever reason (none, closed, deactivated, opted out).',
    da: {
      reason: 'Modtageren har ingen åben postkasse.',
      todo: 'Tillad print, eller send brevet på en anden måde.',
    },
    nb: {
      reason: 'Mottakeren har ingen åpen postkasse.',
      todo: 'Tillat utskrift, eller send brevet på en annen måte.',
    },
    sv: {
      reason: 'Mottagaren har ingen öppen brevlåda.',
      todo: 'Tillåt utskrift, eller skicka brevet på ett annat sätt.',
    },
    en: {
      reason: 'The recipient has no open mailbox.',
      todo: 'Allow print, or send the letter another way.',
    },
  },
} as const satisfies Record<string, Refusal>

export type RefusalCode = keyof typeof REFUSALS
