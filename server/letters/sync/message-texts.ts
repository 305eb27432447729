/** The few words of an e-mail made of a letter. */
import type { Language } from '#api/problems.ts'

const da = {
  hidden: 'Fortroligt brev',
  untitled: 'Uden emne',
  open: 'Brevet er vedhæftet. Du kan også læse det i din postkasse:',
  locked: 'Brevet er låst for programmer. Log ind med dit ID for at læse det i din postkasse:',
  places: { inbox: 'Indbakke', archive: 'Arkiv', trash: 'Papirkurv', documents: 'Mine dokumenter' },
}

const nb: typeof da = {
  hidden: 'Fortrolig brev',
  untitled: 'Uten emne',
  open: 'Brevet er vedlagt. Du kan også lese det i postkassen din:',
  locked: 'Brevet er låst for programmer. Logg inn med ID-en din for å lese det i postkassen:',
  places: { inbox: 'Innboks', archive: 'Arkiv', trash: 'Papirkurv', documents: 'Mine dokumenter' },
}

const sv: typeof da = {
  hidden: 'Konfidentiellt brev',
  untitled: 'Utan ämne',
  open: 'Brevet är bifogat. Du kan också läsa det i din brevlåda:',
  locked: 'Brevet är låst för program. Logga in med ditt ID för att läsa det i din brevlåda:',
  places: { inbox: 'Inkorg', archive: 'Arkiv', trash: 'Papperskorg', documents: 'Mina dokument' },
}

const en: typeof da = {
  hidden: 'Confidential letter',
  untitled: 'No subject',
  open: 'The letter is attached. You can also read it in your mailbox:',
  locked: 'The letter is locked for programs. Sign in with your ID to read it in your mailbox:',
  places: { inbox: 'Inbox', archive: 'Archive', trash: 'Trash', documents: 'My documents' },
}

export type MessageTexts = typeof da
export const messageTexts = { da, nb, sv, en } as const satisfies Record<Language, MessageTexts>
