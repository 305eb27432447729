import type { Language } from '#api/problems.ts'

const da = {
  title: 'Pause eller luk',
  settingWhy: 'Sæt postkassen på pause, giv andre adgang, eller luk den.',
  settingGo: 'Pause eller luk …',
  pauseTitle: 'Pause',
  pauseWhy:
    'Der kommer ingen nye breve; afsendere sender dem på anden vis. De breve, du har, kan du stadig læse.',
  pauseGo: 'Sæt på pause',
  pausedWhy: 'Postkassen er sat på pause. Der kommer ingen nye breve hertil.',
  pauseEnd: 'Modtag breve igen',
  paused: 'Postkassen er sat på pause.',
  resumed: 'Postkassen modtager breve igen.',
  shareTitle: 'Skal en anden tage sig af din post?',
  shareWhy:
    'Giv en, du stoler på, adgang til at læse med eller svare for dig. Du kan tage den tilbage når som helst.',
  shareGo: 'Giv andre adgang',
  takeWhy: 'Hent først alt, du vil beholde: brevene, og beviset for hvornår de kom.',
  takeGo: 'Tag alt med ud',
  closeTitle: 'Luk postkassen',
  closeNow: 'Du bliver logget ud alle steder. Nye breve kommer ikke hertil.',
  closeLetters: (count: number, shown: string) => (count === 1 ? '1 brev slettes' : `${shown} breve slettes`),
  erasedAtOnce:
    'Indholdet slettes med det samme og kan ikke komme tilbage, heller ikke fra en sikkerhedskopi.',
  erasedAfter: (months: number) =>
    `Indholdet slettes for altid efter ${months} måneder. Indtil da kan du logge ind og åbne postkassen igen.`,
  idStays: 'Dit Brevhus-ID kan stadig bruges andre steder.',
  understood: (count: number, shown: string) =>
    count === 1 ? 'Jeg forstår, at 1 brev bliver slettet' : `Jeg forstår, at ${shown} breve bliver slettet`,
  mustUnderstand: 'Sæt kryds for at vise, at du har læst, hvad der sker.',
  close: 'Luk postkassen',
  keep: 'Behold postkassen',
  doneTitle: 'Postkassen er lukket',
  done: (when: string) => `Indholdet er slettet for altid fra ${when}.`,
  doneBack: (when: string) =>
    `Indholdet er slettet for altid fra ${when}. Log ind før da, hvis du vil åbne den igen.`,
  notNow: 'Postkassen følger folkeregisteret og kan ikke ændres her. Kontakt posthuset.',
}

export type LeavingTexts = typeof da

const nb: LeavingTexts = {
  title: 'Pause eller lukk',
  settingWhy: 'Sett postkassen på pause, gi andre tilgang, eller lukk den.',
  settingGo: 'Pause eller lukk …',
  pauseTitle: 'Pause',
  pauseWhy:
    'Det kommer ingen nye brev; avsendere sender dem på annen måte. Brevene du har, kan du fortsatt lese.',
  pauseGo: 'Sett på pause',
  pausedWhy: 'Postkassen er satt på pause. Det kommer ingen nye brev hit.',
  pauseEnd: 'Ta imot brev igjen',
  paused: 'Postkassen er satt på pause.',
  resumed: 'Postkassen tar imot brev igjen.',
  shareTitle: 'Skal noen andre ta seg av posten din?',
  shareWhy:
    'Gi en du stoler på, tilgang til å lese eller svare for deg. Du kan ta den tilbake når som helst.',
  shareGo: 'Gi andre tilgang',
  takeWhy: 'Last først ned alt du vil beholde: brevene, og beviset for når de kom.',
  takeGo: 'Ta med deg alt',
  closeTitle: 'Lukk postkassen',
  closeNow: 'Du blir logget ut overalt. Nye brev kommer ikke hit.',
  closeLetters: (_count, shown) => `${shown} brev slettes`,
  erasedAtOnce:
    'Innholdet slettes med en gang og kan ikke hentes tilbake, heller ikke fra en sikkerhetskopi.',
  erasedAfter: (months) =>
    `Innholdet slettes for alltid etter ${months} måneder. Inntil da kan du logge inn og åpne postkassen igjen.`,
  idStays: 'Brevhus-ID-en din kan fortsatt brukes andre steder.',
  understood: (_count, shown) => `Jeg forstår at ${shown} brev blir slettet`,
  mustUnderstand: 'Sett kryss for å vise at du har lest hva som skjer.',
  close: 'Lukk postkassen',
  keep: 'Behold postkassen',
  doneTitle: 'Postkassen er lukket',
  done: (when) => `Fra ${when} er innholdet slettet for alltid.`,
  doneBack: (when) =>
    `Fra ${when} er innholdet slettet for alltid. Logg inn før det hvis du vil åpne den igjen.`,
  notNow: 'Postkassen følger folkeregisteret og kan ikke endres her. Kontakt posthuset.',
}

const sv: LeavingTexts = {
  title: 'Pausa eller stäng',
  settingWhy: 'Pausa brevlådan, ge andra tillgång eller stäng den.',
  settingGo: 'Pausa eller stäng …',
  pauseTitle: 'Paus',
  pauseWhy:
    'Inga nya brev kommer; avsändare skickar dem på annat sätt. De brev du har kan du fortfarande läsa.',
  pauseGo: 'Pausa',
  pausedWhy: 'Brevlådan är pausad. Inga nya brev kommer hit.',
  pauseEnd: 'Ta emot brev igen',
  paused: 'Brevlådan är pausad.',
  resumed: 'Brevlådan tar emot brev igen.',
  shareTitle: 'Ska någon annan ta hand om din post?',
  shareWhy:
    'Ge någon du litar på tillgång att läsa eller svara åt dig. Du kan ta tillbaka den när som helst.',
  shareGo: 'Ge andra tillgång',
  takeWhy: 'Ladda först ned allt du vill behålla: breven och beviset för när de kom.',
  takeGo: 'Ta med dig allt',
  closeTitle: 'Stäng brevlådan',
  closeNow: 'Du loggas ut överallt. Nya brev kommer inte hit.',
  closeLetters: (_count, shown) => `${shown} brev raderas`,
  erasedAtOnce: 'Innehållet raderas genast och kan inte hämtas tillbaka, inte heller från en säkerhetskopia.',
  erasedAfter: (months) =>
    `Innehållet raderas för gott efter ${months} månader. Fram till dess kan du logga in och öppna brevlådan igen.`,
  idStays: 'Ditt Brevhus-ID kan fortfarande användas på andra ställen.',
  understood: (_count, shown) => `Jag förstår att ${shown} brev raderas`,
  mustUnderstand: 'Kryssa i rutan för att visa att du har läst vad som händer.',
  close: 'Stäng brevlådan',
  keep: 'Behåll brevlådan',
  doneTitle: 'Brevlådan är stängd',
  done: (when) => `Från ${when} är innehållet raderat för gott.`,
  doneBack: (when) =>
    `Från ${when} är innehållet raderat för gott. Logga in före dess om du vill öppna den igen.`,
  notNow: 'Brevlådan följer folkbokföringen och kan inte ändras här. Kontakta postkontoret.',
}

const en: LeavingTexts = {
  title: 'Pause or close',
  settingWhy: 'Pause the mailbox, let somebody else look after it, or close it.',
  settingGo: 'Pause or close …',
  pauseTitle: 'Pause',
  pauseWhy: 'No new letters arrive; senders send them some other way. The letters you have stay readable.',
  pauseGo: 'Pause the mailbox',
  pausedWhy: 'The mailbox is paused. No new letters come here.',
  pauseEnd: 'Receive letters again',
  paused: 'The mailbox is paused.',
  resumed: 'The mailbox receives letters again.',
  shareTitle: 'Should somebody else look after your mail?',
  shareWhy: 'Let somebody you trust read your mail or answer for you. You can take it back at any time.',
  shareGo: 'Give others access',
  takeWhy: 'First download what you want to keep: the letters, and the proof of when they came.',
  takeGo: 'Take everything out',
  closeTitle: 'Close the mailbox',
  closeNow: 'You are signed out everywhere. New letters no longer come here.',
  closeLetters: (count, shown) => (count === 1 ? '1 letter is erased' : `${shown} letters are erased`),
  erasedAtOnce: 'The content is erased at once and can’t be brought back, not even from a backup.',
  erasedAfter: (months) =>
    `The content is erased for good after ${months} months. Until then you can sign in and open the mailbox again.`,
  idStays: 'Your Brevhus ID can still be used elsewhere.',
  understood: (count, shown) =>
    count === 1 ? 'I understand that 1 letter is erased' : `I understand that ${shown} letters are erased`,
  mustUnderstand: 'Tick the box to show that you have read what happens.',
  close: 'Close the mailbox',
  keep: 'Keep the mailbox',
  doneTitle: 'The mailbox is closed',
  done: (when) => `From ${when} its content is erased for good.`,
  doneBack: (when) => `From ${when} its content is erased for good. Sign in before then to open it again.`,
  notNow: 'The mailbox follows the population register and can’t be changed here. Contact the post office.',
}

export const leavingTexts = { da, nb, sv, en } as const satisfies Record<Language, LeavingTexts>
