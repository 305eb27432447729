import type { SessionLanguage } from '../../session.store.ts'

/** Reasons a person gives themselves; the others are for staff and the clock. */
export const OWN_REASONS = ['wish', 'compromise', 'key-lost', 'wrong-content'] as const
export type OwnReason = (typeof OWN_REASONS)[number]

const da = {
  title: 'Dine certifikater',
  lead: 'Et certifikat viser andre, at en nøgle er din. Her ser du dem, bestiller et nyt, fornyer og tilbagekalder.',
  none: 'Du har ingen certifikater.',
  kind: { person: 'Personligt', employee: 'Medarbejder' } as Record<string, string>,
  state: { good: 'Gyldigt', ended: 'Udløbet', revoked: 'Tilbagekaldt' },
  serial: 'Serienummer',
  until: 'Gyldigt til',
  revokedAt: 'Tilbagekaldt',
  fetch: 'Hent (PEM)',
  renew: 'Forny med samme nøgle',
  revoke: 'Tilbagekald',
  reason: 'Hvorfor?',
  reasons: {
    wish: 'Jeg skal ikke bruge det mere',
    compromise: 'Andre kan have fået nøglen',
    'key-lost': 'Jeg har mistet nøglen',
    'wrong-content': 'Oplysningerne i det passer ikke',
  } satisfies Record<OwnReason, string>,
  revokeLead: 'Det kan ikke fortrydes.',
  order: 'Bestil et certifikat',
  orderLead:
    'Lav nøglen i dit eget program, og indsæt den anmodning, det giver dig (PKCS#10, PEM). Navnet kommer fra folkeregistret.',
  csr: 'Anmodning',
  submit: 'Bestil',
  done: { issued: 'Certifikatet er udstedt.', revoked: 'Certifikatet er tilbagekaldt.' },
  failed: {
    csr: 'Anmodningen kan ikke bruges. Den skal være PKCS#10 i PEM, med en nøgle på P-256 eller RSA på 2048 til 4096 bit, og være underskrevet af den nøgle.',
    used: 'Den nøgle kan ikke bruges: den er en andens, eller den er tilbagekaldt. Lav en ny.',
    missing: 'Der udstedes ingen certifikater her for tiden.',
    current: 'Certifikatet er ikke gyldigt mere. Bestil et nyt.',
    worn: 'Nøglen er brugt i to certifikater. Lav en ny nøgle, og bestil med den.',
    'not-agreed':
      'Du har ikke valgt at bruge dit ID til underskrift. Vælg det på siden Dit Brevhus-ID under ”Hvad du har sagt ja til”, og bestil så igen.',
    guardian:
      'Du har en værge her i posthuset, og så længe udstedes der ingen certifikater til dig. Passer det ikke, så kontakt posthuset.',
  },
  back: 'Til dit ID',
}
const nb: typeof da = {
  title: 'Sertifikatene dine',
  lead: 'Et sertifikat viser andre at en nøkkel er din. Her ser du dem, bestiller et nytt, fornyer og tilbakekaller.',
  none: 'Du har ingen sertifikater.',
  kind: { person: 'Personlig', employee: 'Ansatt' },
  state: { good: 'Gyldig', ended: 'Utløpt', revoked: 'Tilbakekalt' },
  serial: 'Serienummer',
  until: 'Gyldig til',
  revokedAt: 'Tilbakekalt',
  fetch: 'Hent (PEM)',
  renew: 'Forny med samme nøkkel',
  revoke: 'Tilbakekall',
  reason: 'Hvorfor?',
  reasons: {
    wish: 'Jeg trenger det ikke lenger',
    compromise: 'Andre kan ha fått nøkkelen',
    'key-lost': 'Jeg har mistet nøkkelen',
    'wrong-content': 'Opplysningene i det stemmer ikke',
  },
  revokeLead: 'Det kan ikke angres.',
  order: 'Bestill et sertifikat',
  orderLead:
    'Lag nøkkelen i ditt eget program, og lim inn forespørselen det gir deg (PKCS#10, PEM). Navnet kommer fra folkeregisteret.',
  csr: 'Forespørsel',
  submit: 'Bestill',
  done: { issued: 'Sertifikatet er utstedt.', revoked: 'Sertifikatet er tilbakekalt.' },
  failed: {
    csr: 'Forespørselen kan ikke brukes. Den må være PKCS#10 i PEM, med en nøkkel på P-256 eller RSA på 2048 til 4096 bit, og være signert med den nøkkelen.',
    used: 'Den nøkkelen kan ikke brukes: den er en annens, eller den er tilbakekalt. Lag en ny.',
    missing: 'Det utstedes ingen sertifikater her for tiden.',
    current: 'Sertifikatet er ikke gyldig lenger. Bestill et nytt.',
    worn: 'Nøkkelen er brukt i to sertifikater. Lag en ny nøkkel, og bestill med den.',
    'not-agreed':
      'Du har ikke valgt å bruke ID-en din til signering. Velg det på siden Brevhus-ID-en din under «Hva du har sagt ja til», og bestill så på nytt.',
    guardian:
      'Du har en verge her på posthuset, og så lenge utstedes det ingen sertifikater til deg. Stemmer det ikke, kan du kontakte posthuset.',
  },
  back: 'Til ID-en din',
}
const sv: typeof da = {
  title: 'Dina certifikat',
  lead: 'Ett certifikat visar andra att en nyckel är din. Här ser du dem, beställer ett nytt, förnyar och återkallar.',
  none: 'Du har inga certifikat.',
  kind: { person: 'Personligt', employee: 'Medarbetare' },
  state: { good: 'Giltigt', ended: 'Utgånget', revoked: 'Återkallat' },
  serial: 'Serienummer',
  until: 'Giltigt till',
  revokedAt: 'Återkallat',
  fetch: 'Hämta (PEM)',
  renew: 'Förnya med samma nyckel',
  revoke: 'Återkalla',
  reason: 'Varför?',
  reasons: {
    wish: 'Jag behöver det inte längre',
    compromise: 'Andra kan ha fått nyckeln',
    'key-lost': 'Jag har förlorat nyckeln',
    'wrong-content': 'Uppgifterna i det stämmer inte',
  },
  revokeLead: 'Det går inte att ångra.',
  order: 'Beställ ett certifikat',
  orderLead:
    'Gör nyckeln i ditt eget program och klistra in den begäran det ger dig (PKCS#10, PEM). Namnet kommer från folkbokföringen.',
  csr: 'Begäran',
  submit: 'Beställ',
  done: { issued: 'Certifikatet är utfärdat.', revoked: 'Certifikatet är återkallat.' },
  failed: {
    csr: 'Begäran kan inte användas. Den ska vara PKCS#10 i PEM, med en nyckel på P-256 eller RSA på 2048 till 4096 bitar, och vara undertecknad med den nyckeln.',
    used: 'Den nyckeln kan inte användas: den är någon annans eller återkallad. Gör en ny.',
    missing: 'Inga certifikat utfärdas här för tillfället.',
    current: 'Certifikatet är inte giltigt längre. Beställ ett nytt.',
    worn: 'Nyckeln har använts i två certifikat. Gör en ny nyckel och beställ med den.',
    'not-agreed':
      'Du har inte valt att använda ditt ID till underskrift. Välj det på sidan Ditt Brevhus-ID under ”Vad du har sagt ja till” och beställ sedan igen.',
    guardian:
      'Du har en förvaltare eller god man här på postkontoret, och så länge utfärdas inga certifikat till dig. Stämmer det inte, kontakta postkontoret.',
  },
  back: 'Till ditt ID',
}
const en: typeof da = {
  title: 'Your certificates',
  lead: 'A certificate shows others that a key is yours. Here you see them, order a new one, renew and revoke.',
  none: 'You have no certificates.',
  kind: { person: 'Personal', employee: 'Employee' },
  state: { good: 'Valid', ended: 'Expired', revoked: 'Revoked' },
  serial: 'Serial number',
  until: 'Valid until',
  revokedAt: 'Revoked',
  fetch: 'Fetch (PEM)',
  renew: 'Renew with the same key',
  revoke: 'Revoke',
  reason: 'Why?',
  reasons: {
    wish: 'I no longer need it',
    compromise: 'Somebody else may have the key',
    'key-lost': 'I have lost the key',
    'wrong-content': 'What it says is not right',
  },
  revokeLead: 'This cannot be undone.',
  order: 'Order a certificate',
  orderLead:
    'Make the key in a program of your own, and paste the request it gives you (PKCS#10, PEM). The name comes from the population register.',
  csr: 'Request',
  submit: 'Order',
  done: { issued: 'The certificate is issued.', revoked: 'The certificate is revoked.' },
  failed: {
    csr: 'The request cannot be used. It must be PKCS#10 in PEM, with a key on P-256 or RSA of 2048 to 4096 bits, and signed by that key.',
    used: 'This key cannot be used: it is somebody else’s, or it was revoked. Make a new one.',
    missing: 'No certificates are issued here at present.',
    current: 'The certificate is no longer valid. Order a new one.',
    worn: 'The key has been used in two certificates. Make a new key and order with that one.',
    'not-agreed':
      'You have not chosen to use your ID for signing. Choose it on the page Your Brevhus ID under “What you agreed to”, then order again.',
    guardian:
      'You have a guardian at this post office; while that is so, no certificate is issued to you. If it is not right, contact the post office.',
  },
  back: 'To your ID',
}
export const CERTIFICATE_TEXTS = { da, nb, sv, en } as const satisfies Record<SessionLanguage, typeof da>
export type CertificateTexts = typeof da
