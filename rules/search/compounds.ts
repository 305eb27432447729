/**
 * Words within longer ones (B-01): Danish, Norwegian and Swedish write them together, and who looks for `regning` means `vandregning` as well, and
 * `gebyr` means `regningsgebyr`. There is no dictionary: a longer word counts when what stands before and behind could be a word of
 * its own. Short words stand within many others by chance (`tal` in `digital`): there the word before has to be one of those below, or end
 * as only the first half of a longer word does. Pure.
 */
import { isSmallWord } from './guess-language.ts'
import { folded, termOf } from './words.ts'

/** UTF-16 units of a folded word. */
const PART_MIN = 3
/** Up to here a word is short. */
const SHORT = 4
const HEAD_MIN = 3
const TAIL_MIN = 3
const TAIL_MIN_OF_SHORT = 4

/** First halves that are frequent in letters; ours, in the three languages. */
const HEADS = new Set(
  `adgangs affald aftale aften amts andels apotek arbeids arbejds arbets arv avfall avgift avgifts
    avtal avtale bank barn barne bedrift biblioteks bidrag bidrags bil billet boende bolig boligs bolån
    borger brand brann bred brev bruger brugs bruks bus bygge byggnads bygnings båd båt børne cykel dag
    dags depot dom døds egendom eiendom ejendom el energi enkelt erhvervs erstatnings faktura familie
    fastighets ferie fest fjern fly flytte folke foreldre forsikrings forældre frist fritids fuld full
    försäkrings föräldra fødsels gade gas gate gave gebyr gjelds grund gælds halv halvårs handels have
    havne helse helårs hjem hjemme hospitals hoved hovud hund hunde hus husholdnings husleie husleje
    huvud hverdags hyra hyres høre idræts indbo indkomst inkomst inntekts institutions jord journal jul
    kapital kasko kirke kjøps kjøre klage klasse kloak klub kommun kommune konto kontor kontors kontrakt
    kontrol kontroll kopi krav kreft kræft kultur kund kunde kurs kvartal kvartals køb købs køre lager
    land lands lege leie leje lejer lejligheds liv livs luft läkar lån låne læge lærer lön løn lønnings
    lønns mad marked maskin mat medlem medlems mobil moms motor museum musik mål måler måned måneds
    mødre nabo natur navne net nett nät nøgle nøkkel opholds orlovs park parkering parkerings pas pass
    patient penge pension pensions person personal plads plan politi post pris privat prøve rabat radio
    regn regnings regnskab regnskabs reise rejse renovations rente rest restaurant ret rets retts retur
    råd sag sags sak saks samtale sikkerheds sjuk skade skat skatt skatte skog skol skole skov slut
    social sol sommar sommer sosial spar spare spor sports sprog statens stats straf ström strøm student
    studie støtte syge sygehus syke sykehus syn tand tandlæge tann telefon test tid tids tilbage tilsyns
    time timer times tog tolk tomt trafik trafikk trygd tv uddannelses uke ukes ungdoms universitets
    utbildnings utdannings vand vann vare varme vatten vei vej vejr vinter virksomheds väg värme værdi
    ydelses år års øje økonomi`
    .split(/\s+/)
    .map((word) => folded(word)),
)

/** How the first half of a longer word ends and no other word does: `ejendoms`, `forsikrings`, `sikkerheds`. */
const JOINT = /(?:ing|hed|het|dom|doem|skab|skap|tion|sion|sjon|tet|els|else|ment|skapen)s$/
/** What holds two halves together. */
const LINKS = ['', 's', 'e', 'er', 'es', 'n', 'a', 'o', 'u']
/** Beginnings that make another word, not a longer one: `beregning` is no `regning`. */
const PREFIXES = new Set(['be', 'for', 'mis', 'ge', 'und', 'foer', 'van'])
/** Endings that make another word: `vandig`, `lønning`. */
const ENDINGS = new Set(
  `agtig aktig ande ant arna are arne aste bar barhed barhet dom else elser elsen ende ene enes ent erne erende ering eri erisk erer eren etter ette
  fuld full hed heden heder het heten heter ing inger ingen ingar isk ist istisk lig liga lige lighed lighet ning ninger ningen ningar orna skab skap
  skaber som sam tion ation tioner sjon asjon vis`
    .split(/\s+/)
    .map((word) => folded(word)),
)
const VOWEL = /[aeiouy]/
const CONSONANT = /[^aeiouy]/

/** Stands before a word so that it is stemmed as the end of a longer one is. */
const BEFORE = 'aba'
/** English does not write its words together, and its rules would make `regn` of `regning`. */
const LANGUAGES = ['da', 'nb', 'sv'] as const
const scandinavianTermsOf = (word: string) => LANGUAGES.map((language) => termOf(word, language))

/** What a word that is looked for may look like within a longer one. None for the small words every letter has, and for numbers. */
export function partsFor(word: string): readonly string[] {
  if (isSmallWord(word) || /\p{N}/u.test(word)) return []
  const forms = [
    folded(word),
    ...scandinavianTermsOf(word),
    ...scandinavianTermsOf(BEFORE + word).map((term) => term.slice(BEFORE.length)),
  ]
  return [...new Set(forms)].filter((part) => part.length >= PART_MIN && VOWEL.test(part))
}

/** Whether a word, as it is kept, is one made of this part and others. */
export function isCompoundOf(term: string, part: string): boolean {
  for (let at = term.indexOf(part); at >= 0; at = term.indexOf(part, at + 1)) {
    const before = term.slice(0, at)
    const behind = term.slice(at + part.length)
    if (before === '' && behind === '') continue
    if (mayStandBefore(before, part) && mayStandBehind(behind, part)) return true
  }
  return false
}

function mayStandBefore(before: string, part: string): boolean {
  if (before === '' || HEADS.has(before) || JOINT.test(before)) return true
  if (LINKS.some((link) => link !== '' && before.endsWith(link) && HEADS.has(before.slice(0, -link.length))))
    return true
  return part.length > SHORT && before.length >= HEAD_MIN && isWordLike(before) && !PREFIXES.has(before)
}

function mayStandBehind(behind: string, part: string): boolean {
  if (behind === '') return true
  if (ENDINGS.has(behind)) return false
  const min = part.length > SHORT ? TAIL_MIN : TAIL_MIN_OF_SHORT
  return LINKS.some((link) => {
    const tail = behind.slice(link.length)
    return behind.startsWith(link) && tail.length >= min && isWordLike(tail) && !ENDINGS.has(tail)
  })
}

const isWordLike = (word: string): boolean => VOWEL.test(word) && CONSONANT.test(word)
