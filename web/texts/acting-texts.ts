import type { Texts } from './words.ts'

const da = {
  mailboxes: 'Postkasser',
  own: 'Min egen',
  role: {
    administrator: 'administrator',
    sender: 'læser og sender',
    reader: 'læser',
    department: 'afdeling',
  },
  here: 'du er her',
  employments: 'Mine medarbejder-ID’er',
  signedInAs: (name: string) => `Logget ind som ${name}`,
}

const nb: typeof da = {
  mailboxes: 'Postkasser',
  own: 'Min egen',
  role: {
    administrator: 'administrator',
    sender: 'leser og sender',
    reader: 'leser',
    department: 'avdeling',
  },
  here: 'du er her',
  employments: 'Mine ansatt-ID-er',
  signedInAs: (name) => `Logget inn som ${name}`,
}

const sv: typeof da = {
  mailboxes: 'Brevlådor',
  own: 'Min egen',
  role: {
    administrator: 'administratör',
    sender: 'läser och skickar',
    reader: 'läser',
    department: 'avdelning',
  },
  here: 'du är här',
  employments: 'Mina medarbetar-ID',
  signedInAs: (name) => `Inloggad som ${name}`,
}

const en: typeof da = {
  mailboxes: 'Mailboxes',
  own: 'My own',
  role: {
    administrator: 'administrator',
    sender: 'reads and sends',
    reader: 'reads',
    department: 'department',
  },
  here: 'you are here',
  employments: 'My employee IDs',
  signedInAs: (name) => `Signed in as ${name}`,
}

export const actingTexts = { da, nb, sv, en } as const satisfies Texts<typeof da>
