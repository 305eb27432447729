import type { Texts } from './words.ts'

const da = {
  open: 'Læsevisning',
  close: 'Tilbage til dokumentet',
  title: 'Læsevisning',
  ask: 'Læsevisningen viser brevets ord i stor skrift og kan læse dem op. Det sker på din enhed, kun mens du er her, og intet gemmes.',
  yes: 'Ja, vis brevet sådan',
  loading: 'Finder ordene …',
  noWords: 'Der er ingen ord at læse: dokumentet er et billede. Bed afsenderen om det som tekst.',
  broken: 'Ordene kunne ikke hentes. Dokumentet er der stadig.',
  smaller: 'Mindre skrift',
  larger: 'Større skrift',
  size: (percent: string) => `Skrift ${percent}`,
  focus: 'Linjefokus',
  focusHint: 'Ét afsnit ad gangen. Pil op og ned skifter.',
  aloud: 'Læs op',
  pause: 'Pause',
  goOn: 'Læs videre',
  stop: 'Stop',
  slower: 'Langsommere',
  faster: 'Hurtigere',
  pace: (percent: string) => `Tempo ${percent}`,
  noVoice:
    'Din enhed har ingen stemme på dette sprog. En kan føjes til i enhedens indstillinger for oplæsning.',
  remoteWhy:
    'Din enhed har ingen egen stemme på dette sprog. Browseren tilbyder en, der taler fra et andet sted: så sendes brevets ord til den, der laver browseren.',
  remoteYes: 'Ja, send ordene i dette besøg',
  text: 'Brevets ord',
}

const nb: typeof da = {
  open: 'Lesevisning',
  close: 'Tilbake til dokumentet',
  title: 'Lesevisning',
  ask: 'Lesevisningen viser ordene i brevet med stor skrift og kan lese dem høyt. Det skjer på enheten din, bare mens du er her, og ingenting lagres.',
  yes: 'Ja, vis brevet slik',
  loading: 'Finner ordene …',
  noWords: 'Det er ingen ord å lese: dokumentet er et bilde. Be avsenderen om det som tekst.',
  broken: 'Ordene kunne ikke hentes. Dokumentet er der fortsatt.',
  smaller: 'Mindre skrift',
  larger: 'Større skrift',
  size: (percent) => `Skrift ${percent}`,
  focus: 'Linjefokus',
  focusHint: 'Ett avsnitt om gangen. Pil opp og ned skifter.',
  aloud: 'Les høyt',
  pause: 'Pause',
  goOn: 'Les videre',
  stop: 'Stopp',
  slower: 'Langsommere',
  faster: 'Raskere',
  pace: (percent) => `Tempo ${percent}`,
  noVoice:
    'Enheten har ingen stemme på dette språket. En kan legges til i enhetens innstillinger for opplesing.',
  remoteWhy:
    'Enheten har ingen egen stemme på dette språket. Nettleseren tilbyr en som snakker fra et annet sted: da sendes ordene i brevet til den som lager nettleseren.',
  remoteYes: 'Ja, send ordene i dette besøket',
  text: 'Ordene i brevet',
}

const sv: typeof da = {
  open: 'Läsvy',
  close: 'Tillbaka till dokumentet',
  title: 'Läsvy',
  ask: 'Läsvyn visar brevets ord med stor text och kan läsa upp dem. Det sker på din enhet, bara medan du är här, och inget sparas.',
  yes: 'Ja, visa brevet så',
  loading: 'Hittar orden …',
  noWords: 'Det finns inga ord att läsa: dokumentet är en bild. Be avsändaren om det som text.',
  broken: 'Orden kunde inte hämtas. Dokumentet finns kvar.',
  smaller: 'Mindre text',
  larger: 'Större text',
  size: (percent) => `Text ${percent}`,
  focus: 'Radfokus',
  focusHint: 'Ett stycke åt gången. Pil upp och ned byter.',
  aloud: 'Läs upp',
  pause: 'Paus',
  goOn: 'Läs vidare',
  stop: 'Stopp',
  slower: 'Långsammare',
  faster: 'Snabbare',
  pace: (percent) => `Tempo ${percent}`,
  noVoice:
    'Din enhet har ingen röst på det här språket. En kan läggas till i enhetens inställningar för uppläsning.',
  remoteWhy:
    'Din enhet har ingen egen röst på det här språket. Webbläsaren erbjuder en som talar från en annan plats: då skickas brevets ord till den som gör webbläsaren.',
  remoteYes: 'Ja, skicka orden under det här besöket',
  text: 'Brevets ord',
}

const en: typeof da = {
  open: 'Reading view',
  close: 'Back to the document',
  title: 'Reading view',
  ask: 'The reading view shows the letter’s words in large type and can read them aloud. It happens on your device, only while you are here, and nothing is kept.',
  yes: 'Yes, show the letter like this',
  loading: 'Finding the words …',
  noWords: 'There are no words to read: the document is a picture. Ask the sender for it as text.',
  broken: 'The words could not be fetched. The document is still there.',
  smaller: 'Smaller type',
  larger: 'Larger type',
  size: (percent) => `Type ${percent}`,
  focus: 'Line focus',
  focusHint: 'One passage at a time. Arrow up and down move.',
  aloud: 'Read aloud',
  pause: 'Pause',
  goOn: 'Read on',
  stop: 'Stop',
  slower: 'Slower',
  faster: 'Faster',
  pace: (percent) => `Pace ${percent}`,
  noVoice:
    'Your device has no voice for this language. One can be added in the device’s settings for speech.',
  remoteWhy:
    'Your device has no voice of its own for this language. The browser offers one that speaks from elsewhere: then the letter’s words are sent to whoever makes the browser.',
  remoteYes: 'Yes, send the words in this visit',
  text: 'The letter’s words',
}

export const readingTexts = { da, nb, sv, en } as const satisfies Texts<typeof da>
