import type { Texts } from './words.ts'

const da = {
  title: 'Bekræft, at det er dig',
  code: 'Kode fra din kode-app',
  codeHint: 'Seks cifre. De skifter hvert halve minut.',
  openWithCode: 'Lås op med koden',
  confirmWithCode: 'Bekræft med koden',
  or: 'eller',
  openWithPasskey: 'Lås op med adgangsnøgle',
  confirmWithPasskey: 'Bekræft med adgangsnøgle',
  waitingForPasskey: 'Følg din enheds anvisning …',
  checking: 'Kontrollerer …',
  codeShape: 'Skriv de seks cifre, som kode-appen viser nu.',
  codeWrong: 'Koden passer ikke. Vent på den næste i appen, og skriv den.',
  passkeyStopped: 'Adgangsnøglen blev ikke brugt. Prøv igen, eller brug en kode.',
  passkeyWrong: 'Adgangsnøglen blev ikke godkendt. Prøv igen, eller brug en kode.',
  noDevice: 'Du har endnu ingen kode-app og ingen adgangsnøgle. Tilføj den ene, så kan brevet åbnes.',
  addDevice: 'Tilføj i indstillingerne',
  withElectronicId: (names: string) => `Bekræft med ${names}`,
}

const nb: typeof da = {
  title: 'Bekreft at det er deg',
  code: 'Kode fra kodeappen din',
  codeHint: 'Seks sifre. De skifter hvert halve minutt.',
  openWithCode: 'Lås opp med koden',
  confirmWithCode: 'Bekreft med koden',
  or: 'eller',
  openWithPasskey: 'Lås opp med tilgangsnøkkel',
  confirmWithPasskey: 'Bekreft med tilgangsnøkkel',
  waitingForPasskey: 'Følg det enheten din sier …',
  checking: 'Kontrollerer …',
  codeShape: 'Skriv de seks sifrene som kodeappen viser nå.',
  codeWrong: 'Koden stemmer ikke. Vent på den neste i appen, og skriv den.',
  passkeyStopped: 'Tilgangsnøkkelen ble ikke brukt. Prøv igjen, eller bruk en kode.',
  passkeyWrong: 'Tilgangsnøkkelen ble ikke godkjent. Prøv igjen, eller bruk en kode.',
  noDevice: 'Du har ingen kodeapp og ingen tilgangsnøkkel ennå. Legg til en av dem, så kan brevet åpnes.',
  addDevice: 'Legg til i innstillingene',
  withElectronicId: (names) => `Bekreft med ${names}`,
}

const en: typeof da = {
  title: 'Confirm that it is you',
  code: 'Code from your code app',
  codeHint: 'Six digits. They change every half minute.',
  openWithCode: 'Unlock with the code',
  confirmWithCode: 'Confirm with the code',
  or: 'or',
  openWithPasskey: 'Unlock with a passkey',
  confirmWithPasskey: 'Confirm with a passkey',
  waitingForPasskey: 'Follow what your device says …',
  checking: 'Checking …',
  codeShape: 'Type the six digits that the code app shows now.',
  codeWrong: 'The code does not match. Wait for the next one in the app and type that.',
  passkeyStopped: 'The passkey was not used. Try again, or use a code.',
  passkeyWrong: 'The passkey was not accepted. Try again, or use a code.',
  noDevice: 'You have no code app and no passkey yet. Add one of them and the letter can be opened.',
  addDevice: 'Add one in the settings',
  withElectronicId: (names) => `Confirm with ${names}`,
}

export const stepUpTexts = { da, nb, en } as const satisfies Texts<typeof da>
