import type { Language, RefusalText } from './refusals.ts'

/** What can be wrong with a recipient row before anybody is looked for. Judged from the sender's own text and the public address
 * register alone, so these may be as exact as they like: they tell nothing of any person. */
export const FAULTS = {
  'nothing-given': {
    da: {
      reason: 'Rækken har ingen modtager.',
      todo: 'Giv et nummer, en digital adresse, en e-mail eller en adresse.',
    },
    nb: {
      reason: 'Raden har ingen mottaker.',
      todo: 'Oppgi et nummer, en digital adresse, en e-post eller en adresse.',
    },
    sv: {
      reason: 'Raden har ingen mottagare.',
      todo: 'Ange ett nummer, en digital adress, en e-postadress eller en adress.',
    },
    en: {
      reason: 'The row has no recipient.',
      todo: 'Give a number, a digital address, an e-mail or an address.',
    },
  },
  'identifiers-conflict': {
    da: {
      reason: 'Rækken peger på modtageren på to måder.',
      todo: 'Behold ét: enten nummer, virksomhedsnummer, digital adresse eller e-mail.',
    },
    nb: {
      reason: 'Raden peker på mottakeren på to måter.',
      todo: 'Behold én: nummer, organisasjonsnummer, digital adresse eller e-post.',
    },
    sv: {
      reason: 'Raden pekar ut mottagaren på två sätt.',
      todo: 'Behåll ett: nummer, organisationsnummer, digital adress eller e-post.',
    },
    en: {
      reason: 'The row names the recipient in two ways.',
      todo: 'Keep one: number, enterprise number, digital address or e-mail.',
    },
  },
  'address-and-kvhx': {
    da: { reason: 'Rækken har både adresse og KVHX-nøgle.', todo: 'Behold den ene.' },
    nb: { reason: 'Raden har både adresse og KVHX-nøkkel.', todo: 'Behold den ene.' },
    sv: { reason: 'Raden har både adress och KVHX-nyckel.', todo: 'Behåll den ena.' },
    en: { reason: 'The row has both an address and a KVHX key.', todo: 'Keep one of them.' },
  },
  'number-format': {
    da: {
      reason: 'Nummeret har ikke den rette længde eller form.',
      todo: 'CPR har 10 cifre, fødselsnummer 11.',
    },
    nb: {
      reason: 'Nummeret har ikke riktig lengde eller form.',
      todo: 'Fødselsnummer har 11 siffer, CPR 10.',
    },
    sv: { reason: 'Numret har inte rätt längd eller form.', todo: 'CPR har 10 siffror, fødselsnummer 11.' },
    en: {
      reason: 'The number has not the right length or form.',
      todo: 'A CPR number has 10 digits, a fødselsnummer 11.',
    },
  },
  'number-other-country': {
    da: { reason: 'Nummeret er fra det andet land.', todo: 'Skriv landet i country: dk eller no.' },
    nb: { reason: 'Nummeret er fra det andre landet.', todo: 'Skriv landet i country: dk eller no.' },
    sv: { reason: 'Numret är från det andra landet.', todo: 'Skriv landet i country: dk eller no.' },
    en: { reason: 'The number is of the other country.', todo: 'Name the country in country: dk or no.' },
  },
  'enterprise-number-format': {
    da: { reason: 'Virksomhedsnummeret kan ikke læses.', todo: 'CVR har 8 cifre, orgnr. 9.' },
    nb: { reason: 'Organisasjonsnummeret kan ikke leses.', todo: 'Orgnr. har 9 siffer, CVR 8.' },
    sv: { reason: 'Företagsnumret går inte att läsa.', todo: 'CVR har 8 siffror, orgnr. 9.' },
    en: { reason: 'The enterprise number cannot be read.', todo: 'CVR has 8 digits, orgnr 9.' },
  },
  'leading-zero-lost': {
    da: {
      reason: 'Nummeret mangler et ciffer.',
      todo: 'Et regneark kan have fjernet et nul forrest: gør kolonnen til tekst.',
    },
    nb: {
      reason: 'Nummeret mangler et siffer.',
      todo: 'Et regneark kan ha fjernet en null foran: gjør kolonnen om til tekst.',
    },
    sv: {
      reason: 'Numret saknar en siffra.',
      todo: 'Ett kalkylblad kan ha tagit bort en inledande nolla: gör om kolumnen till text.',
    },
    en: {
      reason: 'The number is one digit short.',
      todo: 'A spreadsheet may have dropped a leading zero: make the column text.',
    },
  },
  'number-date': {
    da: {
      reason: 'Nummeret begynder ikke med en dato, der findes.',
      todo: 'Kontrollér de første seks cifre.',
    },
    nb: {
      reason: 'Nummeret begynner ikke med en dato som finnes.',
      todo: 'Kontroller de første seks sifrene.',
    },
    sv: {
      reason: 'Numret börjar inte med ett datum som finns.',
      todo: 'Kontrollera de sex första siffrorna.',
    },
    en: { reason: 'The number does not begin with a date that exists.', todo: 'Check the first six digits.' },
  },
  'check-digit': {
    da: {
      reason: 'Kontrolcifrene passer ikke.',
      todo: 'Et ciffer er tastet forkert: kontrollér hele nummeret.',
    },
    nb: {
      reason: 'Kontrollsifrene stemmer ikke.',
      todo: 'Et siffer er tastet feil: kontroller hele nummeret.',
    },
    sv: {
      reason: 'Kontrollsiffrorna stämmer inte.',
      todo: 'En siffra är felskriven: kontrollera hela numret.',
    },
    en: { reason: 'The check digits do not fit.', todo: 'A digit is mistyped: check the whole number.' },
  },
  'number-not-addressable': {
    da: {
      reason: 'Dette er et erstatnings- eller hjælpenummer og udpeger ingen i registret.',
      todo: 'Brug personens rigtige nummer eller navn og adresse.',
    },
    nb: {
      reason: 'Dette er et hjelpe- eller erstatningsnummer og peker ikke ut noen i registeret.',
      todo: 'Bruk personens riktige nummer eller navn og adresse.',
    },
    sv: {
      reason: 'Det här är ett ersättnings- eller hjälpnummer och pekar inte ut någon i registret.',
      todo: 'Använd personens riktiga nummer eller namn och adress.',
    },
    en: {
      reason: 'This is a replacement or help number and names nobody in the register.',
      todo: "Use the person's real number, or name and address.",
    },
  },
  'digital-address-format': {
    da: {
      reason: 'Den digitale adresse kan ikke læses.',
      todo: 'Skriv den som fornavn.efternavn#123A eller #123A.',
    },
    nb: {
      reason: 'Den digitale adressen kan ikke leses.',
      todo: 'Skriv den som fornavn.etternavn#123A eller #123A.',
    },
    sv: {
      reason: 'Den digitala adressen går inte att läsa.',
      todo: 'Skriv den som förnamn.efternamn#123A eller #123A.',
    },
    en: { reason: 'The digital address cannot be read.', todo: 'Write it as given.family#123A or #123A.' },
  },
  'email-format': {
    da: { reason: 'E-mailadressen er ikke gyldig.', todo: 'Skriv én adresse som navn@eksempel.dk.' },
    nb: { reason: 'E-postadressen er ikke gyldig.', todo: 'Skriv én adresse som navn@eksempel.no.' },
    sv: { reason: 'E-postadressen är inte giltig.', todo: 'Skriv en adress som namn@example.com.' },
    en: { reason: 'The e-mail address is not valid.', todo: 'Write one address such as name@example.com.' },
  },
  'first-name-missing': {
    da: { reason: 'Der er efternavn, men intet fornavn.', todo: 'Tilføj fornavnet.' },
    nb: { reason: 'Det er etternavn, men ikke fornavn.', todo: 'Legg til fornavnet.' },
    sv: { reason: 'Det finns efternamn men inget förnamn.', todo: 'Lägg till förnamnet.' },
    en: { reason: 'There is a last name but no first name.', todo: 'Add the first name.' },
  },
  'name-unclear': {
    da: { reason: 'Navnet kan ikke læses.', todo: 'Skriv fornavn og efternavn i hver sit felt, uden komma.' },
    nb: {
      reason: 'Navnet kan ikke leses.',
      todo: 'Skriv fornavn og etternavn i hvert sitt felt, uten komma.',
    },
    sv: {
      reason: 'Namnet går inte att läsa.',
      todo: 'Skriv förnamn och efternamn i var sitt fält, utan komma.',
    },
    en: {
      reason: 'The name cannot be read.',
      todo: 'Write first and last name in their own fields, without a comma.',
    },
  },
  'address-missing': {
    da: { reason: 'Et navn alene finder ingen.', todo: 'Tilføj adressen, eller brug et nummer.' },
    nb: { reason: 'Et navn alene finner ingen.', todo: 'Legg til adressen, eller bruk et nummer.' },
    sv: { reason: 'Ett namn ensamt hittar ingen.', todo: 'Lägg till adressen eller använd ett nummer.' },
    en: { reason: 'A name alone finds nobody.', todo: 'Add the address, or use a number.' },
  },
  'street-missing': {
    da: { reason: 'Adressen har intet vejnavn.', todo: 'Skriv vejnavn og husnummer.' },
    nb: { reason: 'Adressen har ikke noe gatenavn.', todo: 'Skriv gatenavn og husnummer.' },
    sv: { reason: 'Adressen saknar gatunamn.', todo: 'Skriv gatunamn och husnummer.' },
    en: { reason: 'The address has no road.', todo: 'Write road and house number.' },
  },
  'house-missing': {
    da: { reason: 'Adressen har intet husnummer.', todo: 'Skriv husnummeret efter vejnavnet.' },
    nb: { reason: 'Adressen har ikke noe husnummer.', todo: 'Skriv husnummeret etter gatenavnet.' },
    sv: { reason: 'Adressen saknar husnummer.', todo: 'Skriv husnumret efter gatunamnet.' },
    en: { reason: 'The address has no house number.', todo: 'Write the house number after the road.' },
  },
  'city-elsewhere': {
    da: { reason: 'Postnummer og by hører ikke sammen.', todo: 'Ret det, der er forkert.' },
    nb: { reason: 'Postnummer og poststed hører ikke sammen.', todo: 'Rett det som er feil.' },
    sv: { reason: 'Postnummer och ort hör inte ihop.', todo: 'Rätta det som är fel.' },
    en: { reason: 'Postcode and city do not belong together.', todo: 'Correct the one that is wrong.' },
  },
  'house-range': {
    da: { reason: 'Adressen nævner flere husnumre.', todo: 'Vælg ét husnummer.' },
    nb: { reason: 'Adressen nevner flere husnumre.', todo: 'Velg ett husnummer.' },
    sv: { reason: 'Adressen nämner flera husnummer.', todo: 'Välj ett husnummer.' },
    en: { reason: 'The address names several house numbers.', todo: 'Choose one house number.' },
  },
  'floor-unclear': {
    da: { reason: 'Etage og dør kan ikke læses.', todo: 'Skriv dem som 2. tv, st. th eller kl.' },
    nb: { reason: 'Bolignummeret kan ikke leses.', todo: 'Skriv det som H0101.' },
    sv: {
      reason: 'Våning och dörr, eller lägenhetsnummer, går inte att läsa.',
      todo: 'Skriv dem som 2. tv eller st. th (Danmark), H0101 (Norge).',
    },
    en: {
      reason: 'Floor and door, or dwelling, cannot be read.',
      todo: 'Write them as 2. tv or st. th (dk), H0101 (no).',
    },
  },
  'postcode-missing': {
    da: { reason: 'Adressen har intet postnummer.', todo: 'Skriv postnummeret foran byen.' },
    nb: { reason: 'Adressen har ikke noe postnummer.', todo: 'Skriv postnummeret foran poststedet.' },
    sv: { reason: 'Adressen saknar postnummer.', todo: 'Skriv postnumret före orten.' },
    en: { reason: 'The address has no postcode.', todo: 'Write the postcode before the city.' },
  },
  'postcode-format': {
    da: { reason: 'Postnummeret er ikke gyldigt.', todo: 'Skriv fire cifre.' },
    nb: { reason: 'Postnummeret er ikke gyldig.', todo: 'Skriv fire siffer.' },
    sv: { reason: 'Postnumret är inte giltigt.', todo: 'Skriv fyra siffror.' },
    en: { reason: 'The postcode is not valid.', todo: 'Write four digits.' },
  },
  'too-many-lines': {
    da: {
      reason: 'Adressen har for mange linjer.',
      todo: 'Skriv kun vej, husnummer, etage, dør, postnummer og by.',
    },
    nb: {
      reason: 'Adressen har for mange linjer.',
      todo: 'Skriv bare gate, husnummer, bolignummer, postnummer og poststed.',
    },
    sv: {
      reason: 'Adressen har för många rader.',
      todo: 'Skriv bara gata, husnummer, våning, dörr, postnummer och ort.',
    },
    en: {
      reason: 'The address has too many lines.',
      todo: 'Write road, house number, floor, door, postcode and city only.',
    },
  },
  'kvhx-format': {
    da: {
      reason: 'KVHX-nøglen kan ikke læses.',
      todo: 'Skriv de 19 tegn, for eksempel 04619664__26_st___6.',
    },
    nb: {
      reason: 'KVHX-nøkkelen kan ikke leses.',
      todo: 'Skriv de 19 tegnene, for eksempel 04619664__26_st___6.',
    },
    sv: {
      reason: 'KVHX-nyckeln går inte att läsa.',
      todo: 'Skriv de 19 tecknen, till exempel 04619664__26_st___6.',
    },
    en: {
      reason: 'The KVHX key cannot be read.',
      todo: 'Write its 19 characters, for example 04619664__26_st___6.',
    },
  },
  'kvhx-not-here': {
    da: { reason: 'KVHX-nøgler findes kun for danske adresser.', todo: 'Skriv adressen som tekst.' },
    nb: { reason: 'KVHX-nøkler finnes bare for danske adresser.', todo: 'Skriv adressen som tekst.' },
    sv: { reason: 'KVHX-nycklar finns bara för danska adresser.', todo: 'Skriv adressen som text.' },
    en: { reason: 'KVHX keys exist for Danish addresses only.', todo: 'Write the address as text.' },
  },
  'too-long': {
    da: { reason: 'Feltet er for langt.', todo: 'Kontrollér, at kolonnerne ikke er forskudt.' },
    nb: { reason: 'Feltet er for langt.', todo: 'Kontroller at kolonnene ikke er forskjøvet.' },
    sv: { reason: 'Fältet är för långt.', todo: 'Kontrollera att kolumnerna inte har förskjutits.' },
    en: { reason: 'The field is too long.', todo: 'Check that the columns have not shifted.' },
  },
  'control-character': {
    da: { reason: 'Feltet har usynlige styretegn.', todo: 'Skriv teksten igen med tastaturet.' },
    nb: { reason: 'Feltet har usynlige styretegn.', todo: 'Skriv teksten på nytt med tastaturet.' },
    sv: { reason: 'Fältet innehåller osynliga styrtecken.', todo: 'Skriv om texten med tangentbordet.' },
    en: { reason: 'The field holds invisible control characters.', todo: 'Type the text again.' },
  },
  'broken-encoding': {
    da: { reason: 'Bogstaver er gået tabt i feltet.', todo: 'Gem filen som UTF-8, og send den igen.' },
    nb: { reason: 'Bokstaver er gått tapt i feltet.', todo: 'Lagre filen som UTF-8, og send den på nytt.' },
    sv: {
      reason: 'Bokstäver har gått förlorade i fältet.',
      todo: 'Spara filen som UTF-8 och skicka den igen.',
    },
    en: { reason: 'Letters were lost in the field.', todo: 'Save the file as UTF-8 and send it again.' },
  },
  'number-masked': {
    da: {
      reason: 'Nummeret er skjult med stjerner, som det står på fejllisten.',
      todo: 'Skriv hele nummeret igen.',
    },
    nb: {
      reason: 'Nummeret er skjult med stjerner, slik det står på feillisten.',
      todo: 'Skriv hele nummeret på nytt.',
    },
    sv: {
      reason: 'Numret är dolt med stjärnor, så som det står på fellistan.',
      todo: 'Skriv hela numret igen.',
    },
    en: {
      reason: 'The number is hidden behind stars, as it stands on the error list.',
      todo: 'Type the whole number again.',
    },
  },
  'columns-shifted': {
    da: {
      reason: 'Rækken har ikke lige så mange felter som overskriften.',
      todo: 'Sæt felter med skilletegn i anførselstegn, og kontrollér, at intet felt mangler.',
    },
    nb: {
      reason: 'Raden har ikke like mange felter som overskriften.',
      todo: 'Sett felter med skilletegn i anførselstegn, og kontroller at ingen felter mangler.',
    },
    sv: {
      reason: 'Raden har inte lika många fält som rubrikraden.',
      todo: 'Sätt fält som innehåller skiljetecken inom citattecken och kontrollera att inget fält saknas.',
    },
    en: {
      reason: 'The row has not as many fields as the header.',
      todo: 'Put fields that hold a separator in quotes, and check that none is missing.',
    },
  },
  'link-not-alone': {
    da: {
      reason: 'Et link er hele brevet og kan ikke ligge sammen med andre dokumenter.',
      todo: 'Send linket alene, og det andet i et brev for sig.',
    },
    nb: {
      reason: 'En lenke er hele brevet og kan ikke ligge sammen med andre dokumenter.',
      todo: 'Send lenken alene, og det andre i et eget brev.',
    },
    sv: {
      reason: 'En länk är hela brevet och kan inte ligga tillsammans med andra dokument.',
      todo: 'Skicka länken ensam, och det andra i ett eget brev.',
    },
    en: {
      reason: 'A link is the whole letter and cannot lie beside other documents.',
      todo: 'Send the link alone, and the rest in a letter of its own.',
    },
  },
  'link-on-paper': {
    da: {
      reason: 'Et link kan ikke læses på papir.',
      todo: 'Tillad ikke print, eller send selve indholdet.',
    },
    nb: {
      reason: 'En lenke kan ikke leses på papir.',
      todo: 'Ikke tillat utskrift, eller send selve innholdet.',
    },
    sv: {
      reason: 'En länk går inte att läsa på papper.',
      todo: 'Tillåt inte utskrift, eller skicka själva innehållet.',
    },
    en: {
      reason: 'A link cannot be read on paper.',
      todo: 'Do not allow print, or send the content itself.',
    },
  },
  'not-json': {
    da: { reason: 'Linjen er ikke et gyldigt JSON-objekt.', todo: 'Skriv ét objekt på hver linje.' },
    nb: { reason: 'Linjen er ikke et gyldig JSON-objekt.', todo: 'Skriv ett objekt på hver linje.' },
    sv: { reason: 'Raden är inte ett giltigt JSON-objekt.', todo: 'Skriv ett objekt på varje rad.' },
    en: { reason: 'The line is not a valid JSON object.', todo: 'Write one object on each line.' },
  },
  'unknown-field': {
    da: { reason: 'Feltet findes ikke.', todo: 'Kontrollér, hvordan navnet er stavet.' },
    nb: { reason: 'Feltet finnes ikke.', todo: 'Kontroller hvordan navnet er stavet.' },
    sv: { reason: 'Fältet finns inte.', todo: 'Kontrollera hur namnet är stavat.' },
    en: { reason: 'There is no such field.', todo: 'Check the spelling of its name.' },
  },
  'field-form': {
    da: { reason: 'Feltet har ikke en af de tilladte former.', todo: 'Se beskrivelsen af RecipientRow.' },
    nb: { reason: 'Feltet har ikke en av de tillatte formene.', todo: 'Se beskrivelsen av RecipientRow.' },
    sv: {
      reason: 'Fältet har inte någon av de tillåtna formerna.',
      todo: 'Se beskrivningen av RecipientRow.',
    },
    en: {
      reason: 'The field does not have one of the allowed forms.',
      todo: 'See the description of RecipientRow.',
    },
  },
} as const satisfies Record<string, Readonly<Record<Language, RefusalText>>>

export type FaultCode = keyof typeof FAULTS
