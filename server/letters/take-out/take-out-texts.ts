/** Words in the archive itself and in its lists. */
import type { Language } from '#api/problems.ts'

const da = {
  title: 'Breve fra din postkasse',
  made: (when: string, letters: string) => `Pakket ${when}. ${letters} breve.`,
  what: 'Hvert brev ligger i sin egen mappe under “letters”, med sine dokumenter og sine beviser. De samme oplysninger findes til programmer i letters.json og letters.csv.',
  check:
    'SHA256SUMS og SHA256SUMS.jws viser, at intet er ændret. Kontrollér uden posthuset: npm run verify-receipt -- arkiv.zip --key nøgle.pem',
  received: 'Modtaget',
  sender: 'Fra',
  letter: 'Brev',
  folder: 'Mappe',
  documents: 'Dokumenter',
  proofs: 'Beviser',
  caption: (from: string, to: string) => `Breve ${from}–${to}, de nyeste først`,
  pages: 'Sider',
  page: (n: string) => `Side ${n}`,
  locked: 'Låst: kræver et stærkere login end det, arkivet er bestilt med.',
  damaged: 'kunne ikke læses',
  hidden: 'Fortroligt brev',
  untitled: 'Uden emne',
  none: 'Der var ingen breve i postkassen.',
  places: { inbox: 'Indbakke', archive: 'Arkiv', trash: 'Papirkurv', documents: 'Mine dokumenter' },
  own: 'Eget dokument',
  sent: 'Breve, du har sendt',
  to: 'Til',
}

const nb: typeof da = {
  title: 'Brev fra postkassen din',
  made: (when, letters) => `Pakket ${when}. ${letters} brev.`,
  what: 'Hvert brev ligger i sin egen mappe under «letters», med dokumentene og bevisene sine. De samme opplysningene finnes for programmer i letters.json og letters.csv.',
  check:
    'SHA256SUMS og SHA256SUMS.jws viser at ingenting er endret. Kontroller uten posthuset: npm run verify-receipt -- arkiv.zip --key nøkkel.pem',
  received: 'Mottatt',
  sender: 'Fra',
  letter: 'Brev',
  folder: 'Mappe',
  documents: 'Dokumenter',
  proofs: 'Bevis',
  caption: (from, to) => `Brev ${from}–${to}, de nyeste først`,
  pages: 'Sider',
  page: (n) => `Side ${n}`,
  locked: 'Låst: krever en sterkere innlogging enn den arkivet ble bestilt med.',
  damaged: 'kunne ikke leses',
  hidden: 'Fortrolig brev',
  untitled: 'Uten emne',
  none: 'Det var ingen brev i postkassen.',
  places: { inbox: 'Innboks', archive: 'Arkiv', trash: 'Papirkurv', documents: 'Mine dokumenter' },
  own: 'Eget dokument',
  sent: 'Brev du har sendt',
  to: 'Til',
}

const sv: typeof da = {
  title: 'Brev från din brevlåda',
  made: (when, letters) => `Packat ${when}. ${letters} brev.`,
  what: 'Varje brev ligger i en egen mapp under ”letters”, med sina dokument och bevis. Samma uppgifter finns för program i letters.json och letters.csv.',
  check:
    'SHA256SUMS och SHA256SUMS.jws visar att inget har ändrats. Kontrollera utan posthuset: npm run verify-receipt -- arkiv.zip --key nyckel.pem',
  received: 'Mottaget',
  sender: 'Från',
  letter: 'Brev',
  folder: 'Mapp',
  documents: 'Dokument',
  proofs: 'Bevis',
  caption: (from, to) => `Brev ${from}–${to}, de nyaste först`,
  pages: 'Sidor',
  page: (n) => `Sida ${n}`,
  locked: 'Låst: kräver en starkare inloggning än den som arkivet beställdes med.',
  damaged: 'kunde inte läsas',
  hidden: 'Konfidentiellt brev',
  untitled: 'Utan ämne',
  none: 'Det fanns inga brev i brevlådan.',
  places: { inbox: 'Inkorg', archive: 'Arkiv', trash: 'Papperskorg', documents: 'Mina dokument' },
  own: 'Eget dokument',
  sent: 'Brev du har skickat',
  to: 'Till',
}

const en: typeof da = {
  title: 'Letters from your mailbox',
  made: (when, letters) => `Packed ${when}. ${letters} letters.`,
  what: 'Each letter is in a folder of its own below “letters”, with its documents and its proofs. The same is there for programs in letters.json and letters.csv.',
  check:
    'SHA256SUMS and SHA256SUMS.jws show that nothing was changed. Check it without the post office: npm run verify-receipt -- archive.zip --key key.pem',
  received: 'Received',
  sender: 'From',
  letter: 'Letter',
  folder: 'Folder',
  documents: 'Documents',
  proofs: 'Proofs',
  caption: (from, to) => `Letters ${from}–${to}, newest first`,
  pages: 'Pages',
  page: (n) => `Page ${n}`,
  locked: 'Locked: it needs a stronger sign-in than the one this archive was asked for with.',
  damaged: 'could not be read',
  hidden: 'Confidential letter',
  untitled: 'No subject',
  none: 'There were no letters in the mailbox.',
  places: { inbox: 'Inbox', archive: 'Archive', trash: 'Trash', documents: 'My documents' },
  own: 'Own document',
  sent: 'Letters you have sent',
  to: 'To',
}

export type TakeOutTexts = typeof da
export const takeOutTexts = { da, nb, sv, en } as const satisfies Record<Language, TakeOutTexts>
