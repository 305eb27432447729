/** The words to whoever hears of a letter in a mailbox that is not their own (D-08, B-15): neither whose it is, nor from whom, nor of what. */
import type { Language } from '#api/problems.ts'

type ElsewhereText = {
  readonly subject: string
  readonly what: string
  readonly unread: string
  readonly howToRead: string
  readonly howToStop: string
  /** Shown on a locked screen. */
  readonly push: string
}

export const ELSEWHERE_TEXTS = {
  holder: {
    da: {
      subject: 'Nyt brev i en postkasse, du har adgang til',
      what: 'Der er kommet et nyt brev i en postkasse i Brevhus, som du har fået adgang til.',
      unread: 'Der ligger et ulæst brev i en postkasse i Brevhus, som du har fået adgang til.',
      howToRead: 'Log ind i Brevhus, som du plejer, og vælg postkassen under dit navn.',
      howToStop: 'Du kan slå disse beskeder fra under Postkasser, jeg kan se.',
      push: 'Nyt brev i en postkasse, du har adgang til.',
    },
    nb: {
      subject: 'Nytt brev i en postkasse du har tilgang til',
      what: 'Det har kommet et nytt brev i en postkasse i Brevhus som du har fått tilgang til.',
      unread: 'Det ligger et ulest brev i en postkasse i Brevhus som du har fått tilgang til.',
      howToRead: 'Logg inn i Brevhus slik du pleier, og velg postkassen under navnet ditt.',
      howToStop: 'Du kan slå av disse varslene under Postkasser jeg kan se.',
      push: 'Nytt brev i en postkasse du har tilgang til.',
    },
    sv: {
      subject: 'Nytt brev i en brevlåda du har tillgång till',
      what: 'Ett nytt brev har kommit i en brevlåda i Brevhus som du har fått tillgång till.',
      unread: 'Det ligger ett oläst brev i en brevlåda i Brevhus som du har fått tillgång till.',
      howToRead: 'Logga in i Brevhus som du brukar och välj brevlådan under ditt namn.',
      howToStop: 'Du kan stänga av de här meddelandena under Brevlådor jag kan se.',
      push: 'Nytt brev i en brevlåda du har tillgång till.',
    },
    en: {
      subject: 'A new letter in a mailbox you have access to',
      what: 'A new letter has arrived in a mailbox in Brevhus that you were given access to.',
      unread: 'There is an unread letter in a mailbox in Brevhus that you were given access to.',
      howToRead: 'Sign in to Brevhus the way you usually do, and choose the mailbox under your name.',
      howToStop: 'You can switch these notices off under Mailboxes I can see.',
      push: 'A new letter in a mailbox you have access to.',
    },
  },
  colleague: {
    da: {
      subject: 'Et brev venter på dig på arbejdet',
      what: 'Der er kommet et brev til din afdeling, eller nogen har givet dig et, i en virksomheds postkasse i Brevhus.',
      unread: 'Der venter et brev på dig i en virksomheds postkasse i Brevhus.',
      howToRead: 'Log ind i Brevhus, som du plejer, og vælg virksomheden under dit navn.',
      howToStop: 'Du kan slå disse beskeder fra under Indstillinger, når du handler på virksomhedens vegne.',
      push: 'Et brev venter på dig på arbejdet.',
    },
    nb: {
      subject: 'Et brev venter på deg på jobben',
      what: 'Det har kommet et brev til avdelingen din, eller noen har gitt deg et, i postkassen til en virksomhet i Brevhus.',
      unread: 'Det venter et brev på deg i postkassen til en virksomhet i Brevhus.',
      howToRead: 'Logg inn i Brevhus slik du pleier, og velg virksomheten under navnet ditt.',
      howToStop: 'Du kan slå av disse varslene under Innstillinger når du handler på vegne av virksomheten.',
      push: 'Et brev venter på deg på jobben.',
    },
    sv: {
      subject: 'Ett brev väntar på dig på jobbet',
      what: 'Ett brev har kommit till din avdelning, eller någon har gett dig ett, i en organisations brevlåda i Brevhus.',
      unread: 'Ett brev väntar på dig i en organisations brevlåda i Brevhus.',
      howToRead: 'Logga in i Brevhus som du brukar och välj organisationen under ditt namn.',
      howToStop: 'Du kan stänga av de här meddelandena under Inställningar när du företräder organisationen.',
      push: 'Ett brev väntar på dig på jobbet.',
    },
    en: {
      subject: 'A letter is waiting for you at work',
      what: 'A letter has come to your department, or somebody has given you one, in the mailbox of an enterprise in Brevhus.',
      unread: 'A letter is waiting for you in the mailbox of an enterprise in Brevhus.',
      howToRead: 'Sign in to Brevhus the way you usually do, and choose the enterprise under your name.',
      howToStop: 'You can switch these notices off under Settings while you act for the enterprise.',
      push: 'A letter is waiting for you at work.',
    },
  },
  digest: {
    da: (count: number) =>
      `Der er kommet ${count === 1 ? '1 nyt brev' : `${count} nye breve`} i andre postkasser, du har adgang til.`,
    nb: (count: number) =>
      `Det har kommet ${count === 1 ? '1 nytt brev' : `${count} nye brev`} i andre postkasser du har tilgang til.`,
    sv: (count: number) =>
      `Det har kommit ${count === 1 ? '1 nytt brev' : `${count} nya brev`} i andra brevlådor du har tillgång till.`,
    en: (count: number) =>
      `${count === 1 ? '1 new letter has' : `${count} new letters have`} come to other mailboxes you have access to.`,
  },
} as const satisfies Record<'holder' | 'colleague', Record<Language, ElsewhereText>> & {
  digest: Record<Language, (count: number) => string>
}
