/** The words of security notices, in Swedish. */
import type { SecurityTexts } from './security-notice-words.ts'

export const SWEDISH: SecurityTexts = {
  kinds: {
    'new-sign-in': {
      title: 'Någon har loggat in med ditt Brevhus-ID från en ny webbläsare',
      what: 'Ditt Brevhus-ID har använts för att logga in från en webbläsare som du inte har använt förut.',
    },
    'suspicious-sign-in': {
      title: 'Användningen av ditt Brevhus-ID ser ovanlig ut',
      what: 'Vi har sett något ovanligt i hur ditt Brevhus-ID används. Logga in för att se vad.',
    },
    'new-device': {
      title: 'En enhet har lagts till i ditt Brevhus-ID',
      what: 'En ny enhet kan nu bekräfta att det är du som loggar in.',
    },
    'device-removed': {
      title: 'En enhet har tagits bort från ditt Brevhus-ID',
      what: 'Enheten kan inte längre bekräfta att det är du.',
    },
    'device-blocked': {
      title: 'En enhet i ditt Brevhus-ID är spärrad',
      what: 'Enheten är spärrad efter för många felaktiga koder i rad. Resten av ditt ID fungerar.',
    },
    'password-changed': {
      title: 'Lösenordet till ditt Brevhus-ID är ändrat',
      what: 'Lösenordet är ändrat, och du är utloggad överallt annars. Program, kalenderadresser och certifikat som du har lagt upp fungerar fortfarande; avsluta det du inte känner igen.',
    },
    'user-id-changed': {
      title: 'Användar-ID:t till ditt Brevhus-ID är ändrat',
      what: 'Det gamla användar-ID:t fungerar inte längre.',
    },
    'recovery-started': {
      title: 'Någon håller på att få ny tillgång till ditt Brevhus-ID',
      what: 'Någon har begärt ny tillgång till ditt Brevhus-ID. Det dröjer en tid innan det kan ske.',
    },
    'recovery-stopped': {
      title: 'Begäran om ny tillgång till ditt Brevhus-ID är stoppad',
      what: 'Inget mer händer. Ditt ID fungerar som förut.',
    },
    'recovery-finished': {
      title: 'Ny tillgång till ditt Brevhus-ID har getts',
      what: 'Den nya tillgången fungerar nu.',
    },
    'activation-sent': {
      title: 'En aktiveringskod till ditt Brevhus-ID har skickats',
      what: 'Koden är på väg med posten till din folkbokföringsadress.',
    },
    'code-card-sent': {
      title: 'Ett nytt kodkort till ditt Brevhus-ID är på väg',
      what: 'Kodkortet är på väg med posten till din folkbokföringsadress.',
    },
    'code-left-behind': {
      title: 'Koden som vi skickade med posten gäller inte längre',
      what: 'Du har fått en ny folkbokföringsadress, och koden var skickad till den gamla. Den öppnar ingenting nu. Beställ en ny; den kommer till den nya adressen.',
    },
    'temporary-password-sent': {
      title: 'Ett tillfälligt lösenord till ditt Brevhus-ID har skickats',
      what: 'Det tillfälliga lösenordet är på väg till dig.',
    },
    'email-failing': {
      title: 'E-post till en av dina adresser kommer inte fram',
      what: 'Ett mejl från oss kom tillbaka. Vi använder inte adressen förrän du har bekräftat den igen under Inställningar.',
    },
    'contact-changed': {
      title: 'Dina kontaktuppgifter i Brevhus är ändrade',
      what: 'En e-postadress eller ett telefonnummer har lagts till, ändrats eller tagits bort.',
    },
    blocked: {
      title: 'Ditt Brevhus-ID är spärrat',
      what: 'Ingen kan logga in med ditt ID förrän du själv får det öppnat igen. Dina brev finns kvar.',
    },
    unblocked: { title: 'Ditt Brevhus-ID är öppnat igen', what: 'Ditt ID kan användas igen.' },
    'certificate-issued': {
      title: 'Ett certifikat till ditt Brevhus-ID har utfärdats',
      what: 'Ett nytt certifikat kan användas i ditt namn.',
    },
    'certificate-name-changed': {
      title: 'Ditt namn är ändrat, men ditt certifikat har det gamla',
      what: 'Förnya certifikatet på sidan om ditt ID. Annars återkallas det på dagen nedan.',
    },
    'certificate-revoked': {
      title: 'Ett certifikat till ditt Brevhus-ID är återkallat',
      what: 'Certifikatet kan inte användas mer.',
    },
    'consent-given': {
      title: 'Du har gett en tjänst tillgång till dina uppgifter',
      what: 'Du har sagt ja till att en tjänst får uppgifter från ditt Brevhus-ID. Logga in för att se vilken.',
    },
    'employee-id-ordered': {
      title: 'Ett medarbetar-ID har beställts åt dig',
      what: 'En organisation har beställt ett medarbetar-ID åt dig. Logga in för att se vilken.',
    },
    'employee-id-revoked': {
      title: 'Ett medarbetar-ID är återkallat',
      what: 'En organisation har återkallat ditt medarbetar-ID. Logga in för att se vilken.',
    },
    'access-offered': {
      title: 'Någon erbjuder dig tillgång till sin brevlåda',
      what: 'Logga in för att se vem det är och säga ja eller nej. Ingenting händer förrän du svarar.',
    },
    'access-given': {
      title: 'Någon har nu tillgång till din brevlåda',
      what: 'En person som du har erbjudit tillgång till din brevlåda har sagt ja. Under Inställningar kan du se vem och ta tillbaka tillgången.',
    },
    'power-decided': {
      title: 'Din ansökan om tillgång har fått svar',
      what: 'En ansökan som du har gjort om tillgång till någon annans brevlåda är avgjord eller ändrad. Logga in för att se svaret.',
    },
    'power-given': {
      title: 'Din brevlåda har fått en förvaltare eller ett ombud',
      what: 'Två medarbetare har godkänt en ansökan med handlingar. Under Inställningar ser du vem som har tillgång. Skriv till oss om det inte stämmer.',
    },
    'power-consent-asked': {
      title: 'Ditt samtycke behövs',
      what: 'Någon som har en framtidsfullmakt tillsammans med dig ansöker om tillgång till en brevlåda. Logga in för att se det och säga ja eller nej.',
    },
    'data-disclosed': {
      title: 'Uppgifter om ditt Brevhus-ID har lämnats ut',
      what: 'Uppgifter om ditt ID har lämnats ut så som lagen tillåter. Logga in för att se till vem och varför.',
    },
    'take-out-by-other': {
      title: 'Alla dina brev har beställts som ett arkiv av någon annan',
      what: 'Någon som har tillgång till din brevlåda som förvaltare eller genom fullmakt har beställt alla dina brev som ett arkiv. Logga in och se under Vem har sett vad vem det är.',
    },
    'take-out-asked': {
      title: 'Alla dina brev har begärts i ett arkiv',
      what: 'Arkivet görs nu och kan hämtas av den som är inloggad med din enhet. Det raderas efter en vecka.',
    },
    'token-made': {
      title: 'En nyckel som kan läsa dina brev har skapats',
      what: 'Ett program kan nu hämta dina brev tills nyckeln går ut, eller du återkallar den under Inställningar.',
    },
    'calendar-shared': {
      title: 'Din kalender i Brevhus har fått en hemlig adress',
      what: 'Ett kalenderprogram kan nu hämta dina frister och tider tills du stänger adressen under Kalender.',
    },
    'data-requested': {
      title: 'Någon har begärt tillgång till dina uppgifter i Brevhus',
      what: 'Svaret skickas till din folkbokföringsadress eller krypterat till ditt eget certifikat.',
    },
    'data-answered': {
      title: 'Din begäran om tillgång till uppgifter är besvarad',
      what: 'Svaret är på väg: till din folkbokföringsadress, eller som krypterat mejl.',
    },
    'report-decided': {
      title: 'Din anmälan av ett brev är avgjord',
      what: 'Vad vi fann står vid brevet i din brevlåda.',
    },
    'mailbox-deactivated': {
      title: 'Din brevlåda är pausad',
      what: 'Från och med nu kommer inga nya brev. De gamla kan läsas.',
    },
    'mailbox-reactivated': {
      title: 'Din brevlåda tar emot brev igen',
      what: 'Pausen är slut. Nya brev kommer igen.',
    },
    'mailbox-closed': {
      title: 'Din brevlåda är stängd',
      what: 'Den kan inte läsas och nya brev kommer inte hit. Efter tidpunkten nedan kan ingen läsa breven längre.',
    },
    'mailbox-reopened': {
      title: 'Din brevlåda är öppen igen',
      what: 'Breven kan läsas och nya kommer hit. Bekräfta dina e-postadresser igen om Brevhus ber om det.',
    },
    'mailbox-unused': {
      title: 'Din brevlåda stängs eftersom ingen använder den',
      what: 'På snart fem år har ingen loggat in, och inga brev har kommit eller skickats. Vid tidpunkten nedan stängs den, och breven raderas för gott. Logga in innan dess, så blir allt kvar som det är.',
    },
    'enterprise-unused': {
      title: 'En organisations brevlåda stängs eftersom ingen använder den',
      what: 'På snart fem år har ingen loggat in för organisationen som du arbetar för hos Brevhus, och inga brev har kommit eller skickats. Vid tidpunkten nedan stängs dess brevlåda, och breven raderas för gott. Logga in och välj organisationen innan dess, så blir allt kvar som det är.',
    },
    'enterprise-closing': {
      title: 'Någon vill stänga brevlådan för en organisation du administrerar',
      what: 'En administratör har bett om det. Det sker först när en annan administratör säger ja, eller efter 14 dagar om det inte finns några andra. Ni kan ta tillbaka det under Inställningar när ni företräder organisationen.',
    },
    'enterprise-closed': {
      title: 'Brevlådan för en organisation du administrerar är stängd',
      what: 'Den kan inte läsas, och nya brev kommer inte dit. Efter tidpunkten nedan kan ingen längre läsa breven.',
    },
    'enterprise-reopened': {
      title: 'Brevlådan för en organisation du administrerar är öppen igen',
      what: 'Breven kan läsas, och nya kommer dit.',
    },
    'enterprise-email-failing': {
      title: 'E-post till en organisation du administrerar kommer inte fram',
      what: 'Ett mejl från oss till en av organisationens adresser kom tillbaka. Vi använder inte adressen förrän den har bekräftats igen under Inställningar när ni företräder organisationen.',
    },
  },
  facts: {
    at: 'När',
    device: 'Enhet',
    browser: 'Webbläsare',
    place: 'Plats',
    until: 'Sker tidigast',
    service: 'Tjänst',
    enterprise: 'Organisation',
    owner: 'Från',
    recipient: 'Mottagare',
    reason: 'Skäl',
  },
  notYou: 'Om det inte var du, logga in i Brevhus som du brukar och se under Inställningar vad som har hänt.',
  notYouBlock: 'Om det var du behöver du inte göra något. Om det inte var du, spärra ditt ID här:',
  afterBlock:
    'Länken frågar en gång till innan något händer och ber aldrig om lösenord eller kod. Gör den det kommer den inte från oss.',
  wherefrom:
    'Du får det här meddelandet för att adressen är bekräftad i Brevhus. Sådana meddelanden kan inte stängas av.',
  signed: 'Vänliga hälsningar\nBrevhus',
}
