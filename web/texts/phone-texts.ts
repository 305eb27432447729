import type { Texts } from './words.ts'

const da = {
  title: 'Telefon',
  why: 'Ét mobilnummer, til engangskoder og til SMS om breve, når en afsender beder om det. Afsendere får det ikke, og der sendes ingen reklame.',
  whyEnterprise:
    'Ét mobilnummer, til SMS om nye breve, når en afsender beder om det, kl. 9 til 20. Koden kommer på den telefon. Afsendere får det ikke.',
  number: 'Mobilnummer',
  numberHint: 'For eksempel 20 12 34 56. Fra udlandet med + og landekode.',
  shape: 'Det ligner ikke et mobilnummer.',
  send: 'Gem, og send kode',
  sent: (number: string) => `Vi har sendt en kode til ${number}. Den gælder i 10 minutter.`,
  code: 'Kode fra SMS’en',
  codeShape: 'Skriv de seks cifre fra SMS’en.',
  codeWrong: 'Koden passer ikke. Se efter i SMS’en.',
  codeOver: 'Koden er udløbet. Send en ny.',
  confirm: 'Bekræft nummeret',
  again: 'Send en ny kode',
  verified: (day: string) => `Bekræftet ${day}`,
  failing: 'SMS’er kommer ikke frem. Send en ny kode for at bekræfte nummeret igen, eller fjern det.',
  codesFrom: (day: string) =>
    `Kan bruges til engangskoder fra ${day}: et nyt nummer skal først have stået her i fem døgn.`,
  remove: 'Fjern nummeret',
  removed: 'Nummeret er fjernet.',
  done: 'Nummeret er bekræftet.',
}

const nb: typeof da = {
  title: 'Telefon',
  why: 'Ett mobilnummer, til engangskoder og til SMS om brev når en avsender ber om det. Avsendere får det ikke, og det sendes ingen reklame.',
  whyEnterprise:
    'Ett mobilnummer, til SMS om nye brev når en avsender ber om det, kl. 9 til 20. Koden kommer på den telefonen. Avsendere får det ikke.',
  number: 'Mobilnummer',
  numberHint: 'For eksempel 412 34 567. Fra utlandet med + og landkode.',
  shape: 'Det ser ikke ut som et mobilnummer.',
  send: 'Lagre og send kode',
  sent: (number) => `Vi har sendt en kode til ${number}. Den gjelder i 10 minutter.`,
  code: 'Kode fra SMS-en',
  codeShape: 'Skriv de seks sifrene fra SMS-en.',
  codeWrong: 'Koden stemmer ikke. Se etter i SMS-en.',
  codeOver: 'Koden er utløpt. Send en ny.',
  confirm: 'Bekreft nummeret',
  again: 'Send en ny kode',
  verified: (day) => `Bekreftet ${day}`,
  failing: 'SMS-er kommer ikke fram. Send en ny kode for å bekrefte nummeret igjen, eller fjern det.',
  codesFrom: (day) =>
    `Kan brukes til engangskoder fra ${day}: et nytt nummer må først ha stått her i fem døgn.`,
  remove: 'Fjern nummeret',
  removed: 'Nummeret er fjernet.',
  done: 'Nummeret er bekreftet.',
}

const sv: typeof da = {
  title: 'Telefon',
  why: 'Ett mobilnummer, för engångskoder och för sms om brev när en avsändare ber om det. Avsändare får det inte, och ingen reklam skickas.',
  whyEnterprise:
    'Ett mobilnummer, för sms om nya brev när en avsändare ber om det, kl. 9 till 20. Koden kommer till den telefonen. Avsändare får det inte.',
  number: 'Mobilnummer',
  numberHint: 'Till exempel 20 12 34 56. Från utlandet med + och landskod.',
  shape: 'Det ser inte ut som ett mobilnummer.',
  send: 'Spara och skicka kod',
  sent: (number) => `Vi har skickat en kod till ${number}. Den gäller i 10 minuter.`,
  code: 'Kod från sms:et',
  codeShape: 'Skriv de sex siffrorna från sms:et.',
  codeWrong: 'Koden stämmer inte. Se efter i sms:et.',
  codeOver: 'Koden har gått ut. Skicka en ny.',
  confirm: 'Bekräfta numret',
  again: 'Skicka en ny kod',
  verified: (day) => `Bekräftat ${day}`,
  failing: 'Sms kommer inte fram. Skicka en ny kod för att bekräfta numret igen, eller ta bort det.',
  codesFrom: (day) =>
    `Kan användas till engångskoder från ${day}: ett nytt nummer måste först ha stått här i fem dygn.`,
  remove: 'Ta bort numret',
  removed: 'Numret är borttaget.',
  done: 'Numret är bekräftat.',
}

const en: typeof da = {
  title: 'Phone',
  why: 'One mobile number, for one-time codes and for SMS about letters where a sender asks for one. Senders do not get it, and no advertising is sent.',
  whyEnterprise:
    'One mobile number, for SMS about new letters where a sender asks for one, between 9 and 20. The code comes to that phone. Senders do not get it.',
  number: 'Mobile number',
  numberHint: 'For example 20 12 34 56. From abroad with + and country code.',
  shape: 'This does not look like a mobile number.',
  send: 'Save and send a code',
  sent: (number) => `We sent a code to ${number}. It is valid for 10 minutes.`,
  code: 'Code from the SMS',
  codeShape: 'Type the six digits from the SMS.',
  codeWrong: 'The code does not match. Look at the SMS again.',
  codeOver: 'The code has expired. Send a new one.',
  confirm: 'Confirm the number',
  again: 'Send a new code',
  verified: (day) => `Confirmed ${day}`,
  failing: 'Text messages do not arrive. Send a new code to confirm the number again, or remove it.',
  codesFrom: (day) =>
    `Can be used for one-time codes from ${day}: a new number must first have been here for five days.`,
  remove: 'Remove the number',
  removed: 'The number is removed.',
  done: 'The number is confirmed.',
}

export const phoneTexts = { da, nb, sv, en } as const satisfies Texts<typeof da>
