/** I-17: certificate policy and practice statement in one, after the headings of RFC 3647 that matter to a reader. A version that was
 * published is never changed, as certificates name it: whoever changes what it says makes a new one (a test holds its fingerprint). */
import type { SessionLanguage } from '../session.store.ts'

export type PolicySection = { readonly heading: string; readonly text: readonly string[] }
export type PolicyText = {
  readonly title: string
  readonly version: string
  readonly lead: string
  readonly sections: readonly PolicySection[]
}

export const POLICY_TEXTS = {
  '1.0': {
    da: {
      title: 'Certifikatpolitik og certificeringspraksis',
      version: 'Version 1.0 af 22. november 2026',
      lead: 'Her står, hvad et certifikat fra dette postkontor siger, og hvad vi gør for, at det passer. Teksten er vores egen beskrivelse. Ingen har revideret eller godkendt den, og certifikaterne er ikke kvalificerede efter eIDAS og ikke statens OCES-certifikater, selv om profilerne følger dem.',
      sections: [
        {
          heading: 'Hvem får et certifikat',
          text: [
            'Personer, der har et elektronisk ID her: navnet kommer fra folkeregistret, aldrig fra ansøgningen. Medarbejdere, virksomheder og funktioner: virksomhedens administrator bestiller og står inde for, at oplysningerne passer.',
            'CPR-nummeret står aldrig i et certifikat. I stedet står et nummer (PID, RID, UID eller FID), som indehaveren beholder gennem alle sine certifikater.',
          ],
        },
        {
          heading: 'Nøgler',
          text: [
            'Indehaverens nøgle laves hos indehaveren. Vi ser den aldrig og kan ikke genskabe den. Den skal være EC P-256 eller RSA på 2048 til 4096 bit. Én nøgle bruges til højst to certifikater i træk.',
            'Vores egne nøgler laves ved en ceremoni og ligger i det nøglelager, driften har valgt: et sikkerhedsmodul eller en forseglet fil.',
          ],
        },
        {
          heading: 'Gyldighed og fornyelse',
          text: [
            'Et certifikat gælder i tre år. Det kan fornyes, så længe det gælder og ikke er spærret. Ved navneændring skal det fornyes inden 30 dage; det gamle spærres, når det nye er udstedt.',
          ],
        },
        {
          heading: 'Spærring',
          text: [
            'Indehaveren, virksomhedens administrator og vores support kan spærre når som helst. Vi spærrer på ønske, ved mistanke om misbrug, mistet nøgle, forkert indhold, død, værgemål, konkurs og brud på vilkårene. En spærring kan ikke fortrydes.',
            'Spærringen virker straks i OCSP. Spærrelisten udgives hver sjette time og lige efter en spærring og gælder i 24 timer. Listen viser nummer, tidspunkt og en grov årsag, aldrig død eller værgemål.',
          ],
        },
        {
          heading: 'Hvad den, der stoler på et certifikat, skal gøre',
          text: [
            'Kontrollér kæden op til vores rod, gyldigheden, formålet og spærringen, hver gang. Et certifikat, der ikke er kontrolleret for spærring, beviser ingenting.',
          ],
        },
        {
          heading: 'Opbevaring og ansvar',
          text: [
            'Vi gemmer certifikatet og hvem der bestilte og spærrede det, i seks år efter dets udløb. Derefter slettes det. Den, der driver postkontoret, er dataansvarlig og svarer for, at denne praksis følges.',
          ],
        },
      ],
    },
    nb: {
      title: 'Sertifikatpolicy og sertifikatpraksis',
      version: 'Versjon 1.0 av 22. november 2026',
      lead: 'Her står det hva et sertifikat fra dette postkontoret sier, og hva vi gjør for at det stemmer. Teksten er vår egen beskrivelse. Ingen har revidert eller godkjent den, og sertifikatene er ikke kvalifiserte etter eIDAS.',
      sections: [
        {
          heading: 'Hvem får et sertifikat',
          text: [
            'Personer som har en elektronisk ID her: navnet kommer fra Folkeregisteret, aldri fra søknaden. Ansatte, virksomheter og funksjoner: virksomhetens administrator bestiller og går god for at opplysningene stemmer.',
            'Fødselsnummeret står aldri i et sertifikat. I stedet står et nummer som innehaveren beholder gjennom alle sine sertifikater.',
          ],
        },
        {
          heading: 'Nøkler',
          text: [
            'Innehaverens nøkkel lages hos innehaveren. Vi ser den aldri og kan ikke gjenskape den. Den må være EC P-256 eller RSA på 2048 til 4096 bit. Én nøkkel brukes til høyst to sertifikater på rad.',
            'Våre egne nøkler lages i en seremoni og ligger i det nøkkellageret driften har valgt: en sikkerhetsmodul eller en forseglet fil.',
          ],
        },
        {
          heading: 'Gyldighet og fornyelse',
          text: [
            'Et sertifikat gjelder i tre år. Det kan fornyes så lenge det gjelder og ikke er sperret. Ved navneendring må det fornyes innen 30 dager; det gamle sperres når det nye er utstedt.',
          ],
        },
        {
          heading: 'Sperring',
          text: [
            'Innehaveren, virksomhetens administrator og vår brukerstøtte kan sperre når som helst. Vi sperrer på ønske, ved mistanke om misbruk, mistet nøkkel, feil innhold, død, vergemål, konkurs og brudd på vilkårene. En sperring kan ikke angres.',
            'Sperringen virker straks i OCSP. Tilbakekallingslisten utgis hver sjette time og like etter en sperring og gjelder i 24 timer. Listen viser nummer, tidspunkt og en grov årsak, aldri død eller vergemål.',
          ],
        },
        {
          heading: 'Hva den som stoler på et sertifikat, må gjøre',
          text: [
            'Kontroller kjeden opp til roten vår, gyldigheten, formålet og sperringen, hver gang. Et sertifikat som ikke er kontrollert for sperring, beviser ingenting.',
          ],
        },
        {
          heading: 'Oppbevaring og ansvar',
          text: [
            'Vi oppbevarer sertifikatet og hvem som bestilte og sperret det, i seks år etter utløpet. Deretter slettes det. Den som driver postkontoret, er behandlingsansvarlig og svarer for at denne praksisen følges.',
          ],
        },
      ],
    },
    sv: {
      title: 'Certifikatpolicy och certifikatpraxis',
      version: 'Version 1.0 av den 22 november 2026',
      lead: 'Här står vad ett certifikat från det här postkontoret säger och vad vi gör för att det ska stämma. Texten är vår egen beskrivning. Ingen har reviderat eller godkänt den, och certifikaten är inte kvalificerade enligt eIDAS.',
      sections: [
        {
          heading: 'Vem får ett certifikat',
          text: [
            'Personer som har ett elektroniskt ID här: namnet kommer från folkbokföringen, aldrig från ansökan. Anställda, organisationer och funktioner: organisationens administratör beställer och går i god för att uppgifterna stämmer.',
            'Personnumret står aldrig i ett certifikat. I stället står ett nummer som innehavaren behåller genom alla sina certifikat.',
          ],
        },
        {
          heading: 'Nycklar',
          text: [
            'Innehavarens nyckel skapas hos innehavaren. Vi ser den aldrig och kan inte återskapa den. Den ska vara EC P-256 eller RSA på 2048 till 4096 bitar. En nyckel används till högst två certifikat i rad.',
            'Våra egna nycklar skapas i en ceremoni och ligger i det nyckellager som driften har valt: en säkerhetsmodul eller en förseglad fil.',
          ],
        },
        {
          heading: 'Giltighet och förnyelse',
          text: [
            'Ett certifikat gäller i tre år. Det kan förnyas så länge det gäller och inte är spärrat. Vid namnbyte måste det förnyas inom 30 dagar; det gamla spärras när det nya är utfärdat.',
          ],
        },
        {
          heading: 'Spärrning',
          text: [
            'Innehavaren, organisationens administratör och vår support kan spärra när som helst. Vi spärrar på begäran, vid misstanke om missbruk, förlorad nyckel, felaktigt innehåll, dödsfall, förvaltarskap, konkurs och brott mot villkoren. En spärrning kan inte ångras.',
            'Spärrningen verkar genast i OCSP. Spärrlistan ges ut var sjätte timme och strax efter en spärrning och gäller i 24 timmar. Listan visar nummer, tidpunkt och en grov orsak, aldrig dödsfall eller förvaltarskap.',
          ],
        },
        {
          heading: 'Vad den som litar på ett certifikat måste göra',
          text: [
            'Kontrollera kedjan upp till vår rot, giltigheten, ändamålet och spärrningen, varje gång. Ett certifikat som inte har kontrollerats mot spärrlistan bevisar ingenting.',
          ],
        },
        {
          heading: 'Bevarande och ansvar',
          text: [
            'Vi bevarar certifikatet och vem som beställde och spärrade det i sex år efter att det har gått ut. Därefter raderas det. Den som driver postkontoret är personuppgiftsansvarig och svarar för att den här praxisen följs.',
          ],
        },
      ],
    },
    en: {
      title: 'Certificate policy and practice statement',
      version: 'Version 1.0 of 22 November 2026',
      lead: 'What a certificate of this post office says, and what we do to make it true. The text is our own description. Nobody has audited or approved it; the certificates are not qualified under eIDAS, and not the Danish state’s OCES certificates, though their profiles follow them.',
      sections: [
        {
          heading: 'Who gets a certificate',
          text: [
            'People who have an electronic ID here: the name comes from the population register, never from the application. Employees, companies and functions: the company’s administrator orders, and answers for what is said.',
            'The national number never stands in a certificate. In its place is a number (PID, RID, UID or FID) that the holder keeps through all their certificates.',
          ],
        },
        {
          heading: 'Keys',
          text: [
            'The holder’s key is made by the holder. We never see it and cannot restore it. It must be EC P-256, or RSA of 2048 to 4096 bits. One key serves at most two certificates in a row.',
            'Our own keys are made in a ceremony and kept where the operator has chosen: in a hardware security module, or in a sealed file.',
          ],
        },
        {
          heading: 'Validity and renewal',
          text: [
            'A certificate is valid for three years. It can be renewed while it is valid and not revoked. After a change of name it must be renewed within 30 days; the old one is revoked when the new one is issued.',
          ],
        },
        {
          heading: 'Revocation',
          text: [
            'The holder, the company’s administrator and our support can revoke at any time. We revoke on wish, suspected misuse, a lost key, wrong content, death, guardianship, bankruptcy and breach of the terms. A revocation cannot be undone.',
            'It takes effect in OCSP at once. The revocation list is published every six hours and right after a revocation, and holds for 24 hours. It shows number, time and a coarse reason, never a death or a guardianship.',
          ],
        },
        {
          heading: 'What somebody who relies on a certificate must do',
          text: [
            'Check the chain up to our root, the validity, the purpose and the revocation, every time. A certificate that was not checked for revocation proves nothing.',
          ],
        },
        {
          heading: 'Retention and liability',
          text: [
            'We keep the certificate, and who ordered and revoked it, for six years after its end. Then it is erased. Whoever runs the post office is the data controller and answers for this practice being followed.',
          ],
        },
      ],
    },
  },
} as const satisfies Record<string, Record<SessionLanguage, PolicyText>>

export type PolicyVersion = keyof typeof POLICY_TEXTS
