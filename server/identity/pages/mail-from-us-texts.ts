import type { SessionLanguage } from '../session.store.ts'

type Words = {
  readonly title: string
  readonly from: string
  readonly sms: string
  readonly alwaysTitle: string
  readonly always: readonly string[]
  readonly neverTitle: string
  readonly never: readonly string[]
  readonly checkTitle: string
  readonly check: (domain: string) => string
  readonly doTitle: string
  readonly do: string
  readonly block: string
}

export const MAIL_FROM_US_TEXTS = {
  da: {
    title: 'Er den mail fra os?',
    from: 'Mails fra Brevhus kommer altid fra',
    sms: 'SMS’er fra os kommer fra',
    alwaysTitle: 'Sådan er en mail fra os',
    always: [
      'Den siger, at der er et brev, og aldrig, hvad det handler om.',
      'Den har et link i to tilfælde: når du selv lige har bedt om at bekræfte en e-mailadresse eller er inviteret til at handle på vegne af en virksomhed, og når den fortæller om dit ID; da spærrer linket ID’et og gør intet andet.',
      'Den er ren tekst, uden billeder og uden vedhæftede filer. Kun svaret på en anmodning om indsigt kan komme krypteret, når du selv har bedt om det.',
    ],
    neverTitle: 'Det gør vi aldrig',
    never: [
      'Vi beder aldrig om adgangskode, koder, CPR-nummer eller kortoplysninger i en mail eller SMS.',
      'Vi sender aldrig et link til et brev eller til at logge ind.',
      'Vi truer aldrig med at lukke din postkasse, hvis du ikke klikker.',
    ],
    checkTitle: 'Sådan ser du efter',
    check: (domain) =>
      `Dit mailprogram kan vise, om mailen er underskrevet: se efter ”signeret af ${domain}” eller DKIM: PASS og DMARC: PASS i meddelelsens detaljer. En afsenderadresse alene kan enhver skrive.`,
    doTitle: 'Er du i tvivl?',
    do: 'Klik ikke. Skriv selv adressen på Brevhus i browseren, og log ind, som du plejer: er der et brev, ligger det der. Har du givet en kode eller adgangskode væk, så spær dit ID med det samme.',
    block: 'Spær mit ID',
  },
  nb: {
    title: 'Er den e-posten fra oss?',
    from: 'E-post fra Brevhus kommer alltid fra',
    sms: 'SMS-er fra oss kommer fra',
    alwaysTitle: 'Slik er en e-post fra oss',
    always: [
      'Den sier at det er et brev, og aldri hva det handler om.',
      'Den har en lenke i to tilfeller: når du selv nettopp har bedt om å bekrefte en e-postadresse eller er invitert til å handle på vegne av en virksomhet, og når den forteller om ID-en din; da sperrer lenken ID-en og gjør ikke noe annet.',
      'Den er ren tekst, uten bilder og uten vedlegg. Bare svaret på en innsynsbegjæring kan komme kryptert, når du selv har bedt om det.',
    ],
    neverTitle: 'Dette gjør vi aldri',
    never: [
      'Vi ber aldri om passord, koder, fødselsnummer eller kortopplysninger i en e-post eller SMS.',
      'Vi sender aldri en lenke til et brev eller til å logge inn.',
      'Vi truer aldri med å stenge postkassen din hvis du ikke klikker.',
    ],
    checkTitle: 'Slik ser du etter',
    check: (domain) =>
      `E-postprogrammet ditt kan vise om e-posten er signert: se etter «signert av ${domain}» eller DKIM: PASS og DMARC: PASS i detaljene. En avsenderadresse alene kan hvem som helst skrive.`,
    doTitle: 'Er du i tvil?',
    do: 'Ikke klikk. Skriv selv adressen til Brevhus i nettleseren, og logg inn slik du pleier: er det et brev, ligger det der. Har du gitt fra deg en kode eller et passord, så sperr ID-en med en gang.',
    block: 'Sperr ID-en min',
  },
  sv: {
    title: 'Kommer mejlet från oss?',
    from: 'Mejl från Brevhus kommer alltid från',
    sms: 'Sms från oss kommer från',
    alwaysTitle: 'Så ser ett mejl från oss ut',
    always: [
      'Det säger att det finns ett brev, och aldrig vad det handlar om.',
      'Det har en länk i två fall: när du själv just har bett om att bekräfta en e-postadress eller är inbjuden att företräda en organisation, och när det berättar om ditt ID; då spärrar länken ID:t och gör inget annat.',
      'Det är ren text, utan bilder och utan bilagor. Bara svaret på en begäran om dina uppgifter kan komma krypterat, när du själv har bett om det.',
    ],
    neverTitle: 'Det gör vi aldrig',
    never: [
      'Vi ber aldrig om lösenord, koder, personnummer eller kortuppgifter i ett mejl eller sms.',
      'Vi skickar aldrig en länk till ett brev eller till att logga in.',
      'Vi hotar aldrig med att stänga din brevlåda om du inte klickar.',
    ],
    checkTitle: 'Så ser du efter',
    check: (domain) =>
      `Ditt e-postprogram kan visa om mejlet är signerat: leta efter ”signerat av ${domain}” eller DKIM: PASS och DMARC: PASS i detaljerna. En avsändaradress kan vem som helst skriva.`,
    doTitle: 'Är du osäker?',
    do: 'Klicka inte. Skriv själv adressen till Brevhus i webbläsaren och logga in som du brukar: finns det ett brev ligger det där. Har du lämnat ut en kod eller ett lösenord, spärra ditt ID genast.',
    block: 'Spärra mitt ID',
  },
  en: {
    title: 'Is this mail from us?',
    from: 'Mail from Brevhus always comes from',
    sms: 'SMS messages from us come from',
    alwaysTitle: 'What a mail from us is like',
    always: [
      'It says that there is a letter, and never what it is about.',
      'It holds a link in two cases: when you have just asked to verify an e-mail address or are invited to act for an enterprise, and when it tells of your ID; then the link blocks the ID and does nothing else.',
      'It is plain text, without pictures and without attachments. Only the answer to a request for your data can come encrypted, when you asked for that yourself.',
    ],
    neverTitle: 'What we never do',
    never: [
      'We never ask for a password, codes, a national number or card details in a mail or SMS.',
      'We never send a link to a letter or to sign in.',
      'We never threaten to close your mailbox unless you click.',
    ],
    checkTitle: 'How to check',
    check: (domain) =>
      `Your mail program can show whether the mail is signed: look for “signed by ${domain}”, or DKIM: PASS and DMARC: PASS in the details of the message. Anybody can fake a sender’s address.`,
    doTitle: 'In doubt?',
    do: 'Do not click. Type the address of Brevhus into the browser yourself and sign in the way you usually do: if there is a letter, it is there. If you gave away a code or a password, block your ID at once.',
    block: 'Block my ID',
  },
} as const satisfies Record<SessionLanguage, Words>
