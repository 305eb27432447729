import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { stemEnglish } from './stem-english.ts'
import { stemDanish, stemNorwegian, stemSwedish } from './stem-scandinavian.ts'

let open: OpenHouse
before(async () => {
  open = await openHouse()
})
after(() => open.close())

const STEMS =
  'regn forsikr betal kommun skat bolig løn sundhed sygehus afgørels årsopgør indkald pension faktur giv hus bil løs lös full hurtig venn ting takk kjærl velkomm skol sjuk försäkr räkn mynd betyd inn katt hass universit student barn far mor uge dag komm tal brev grøn rød gul hop run walk nation relat communic gener happ sky fly die ceas agre feed bless analog operat critic hope'.split(
    ' ',
  )
const ENDINGS = {
  danish_stem: [
    stemDanish,
    '_ e en er et s es ene erne ernes ing inger ingen ingerne ninger ninger lig ligt lige elig ig igst else elser elsen heden hed heds ende erende ede te t løst dt gt kt gd nn',
  ],
  norwegian_stem: [
    stemNorwegian,
    '_ e en er et s es ene enes a ar as ane ing inger ingen ingene lig ligt lige eleg leg ig else elsene heten het hetene ende ande ede te erte ert t dt vt lov ks ers ast',
  ],
  swedish_stem: [
    stemSwedish,
    '_ a e en er et s or ar as arna ernas orna ning ningar ningen lig ligt liga ig else elsen heten het heterna ande ade dd gd nn dt gt kt tt löst fullt anden',
  ],
  english_stem: [
    stemEnglish,
    "_ s es ed ing ingly edly ly er ers ation ations ational ization fulness ousness iveness al ally able ibly ment ments ness y ies ied e ion ent ence ance ous ive ize ism ate ll bli ogi logi eed's",
  ],
} as const

for (const [dictionary, [stem, endings]] of Object.entries(ENDINGS))
  test(`B-01: ${dictionary} cuts as PostgreSQL's own does`, async () => {
    const words = STEMS.flatMap((word) =>
      endings.split(' ').flatMap((ending) => {
        const whole = word + (ending === '_' ? '' : ending)
        return [whole, `${whole}s`, `for${whole}`]
      }),
    )
    const { rows } = await sql<{ word: string; stems: string[] | null }>`
      select word, ts_lexize(${dictionary}::regdictionary, word) as stems from unnest(${words}::text[]) word`.execute(
      open.house.db,
    )
    // An empty answer is a stop word, of which PostgreSQL makes nothing.
    const compared = rows.filter(({ stems }) => stems && stems.length > 0)
    assert.ok(compared.length > 5000)
    const differing = compared.flatMap(({ word, stems }) =>
      stem(word) === stems![0] ? [] : [`${word}: ${stem(word)}, not ${stems![0]}`],
    )
    assert.deepEqual(differing, [])
  })
