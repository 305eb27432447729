import type { Country } from './records.ts'

/** A municipality and the postcodes that lie in it. No postcode stands twice, so road + number + postcode is one place. */
export interface Place {
  municipality: string
  postcodes: readonly (readonly [postcode: string, city: string])[]
}

/** `0101 1000 København K, 1050 …` per line: the public municipality code, then its postcodes. */
const placesOf = (lines: string): Place[] =>
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const [, municipality, rest] = /^\s*(\d{4}) (.*)$/.exec(line)!
      return {
        municipality: municipality!,
        postcodes: rest!.split(', ').map((entry) => [entry.slice(0, 4), entry.slice(5)] as const),
      }
    })

export const PLACES: Record<Country, readonly Place[]> = {
  dk: placesOf(`
    0101 2100 København Ø, 2200 København N, 2300 København S, 2400 København NV, 2450 København SV, 2500 Valby, 2700 Brønshøj, 2720 Vanløse
    0147 2000 Frederiksberg
    0151 2750 Ballerup, 2740 Skovlunde, 2760 Måløv
    0153 2605 Brøndby, 2660 Brøndby Strand
    0157 2900 Hellerup, 2820 Gentofte, 2920 Charlottenlund, 2870 Dyssegård
    0159 2860 Søborg, 2880 Bagsværd
    0161 2600 Glostrup
    0167 2650 Hvidovre
    0169 2630 Taastrup, 2640 Hedehusene
    0173 2800 Kongens Lyngby, 2830 Virum
    0185 2770 Kastrup, 2791 Dragør
    0190 3500 Værløse, 3520 Farum
    0210 3480 Fredensborg, 2970 Hørsholm
    0217 3000 Helsingør, 3060 Espergærde, 3070 Snekkersten, 3100 Hornbæk
    0219 3400 Hillerød
    0253 2670 Greve
    0259 4600 Køge
    0265 4000 Roskilde, 4040 Jyllinge
    0316 4300 Holbæk
    0326 4400 Kalundborg
    0330 4200 Slagelse, 4220 Korsør
    0370 4700 Næstved
    0376 4800 Nykøbing F
    0400 3700 Rønne, 3730 Nexø, 3760 Gudhjem, 3770 Allinge
    0410 5500 Middelfart
    0461 5000 Odense C, 5200 Odense V, 5210 Odense NV, 5220 Odense SØ, 5230 Odense M, 5240 Odense NØ, 5250 Odense SV, 5260 Odense S, 5270 Odense N
    0479 5700 Svendborg
    0482 5900 Rudkøbing
    0492 5970 Ærøskøbing, 5960 Marstal
    0510 6100 Haderslev
    0540 6400 Sønderborg
    0550 6270 Tønder
    0561 6700 Esbjerg, 6705 Esbjerg Ø, 6710 Esbjerg V, 6760 Ribe
    0563 6720 Fanø
    0580 6200 Aabenraa
    0607 7000 Fredericia
    0615 8700 Horsens
    0621 6000 Kolding
    0630 7100 Vejle
    0657 7400 Herning
    0661 7500 Holstebro
    0706 8400 Ebeltoft
    0730 8900 Randers C, 8920 Randers NV, 8930 Randers NØ, 8940 Randers SV, 8960 Randers SØ
    0740 8600 Silkeborg
    0741 8305 Samsø
    0746 8660 Skanderborg
    0751 8000 Aarhus C, 8200 Aarhus N, 8210 Aarhus V, 8220 Brabrand, 8230 Åbyhøj, 8240 Risskov, 8250 Egå, 8260 Viby J, 8270 Højbjerg
    0756 7430 Ikast
    0760 6950 Ringkøbing, 6900 Skjern
    0773 7900 Nykøbing M
    0779 7800 Skive
    0787 7700 Thisted
    0791 8800 Viborg
    0813 9900 Frederikshavn, 9990 Skagen, 9300 Sæby
    0820 9600 Aars
    0825 9940 Læsø
    0846 9500 Hobro
    0851 9000 Aalborg, 9200 Aalborg SV, 9210 Aalborg SØ, 9220 Aalborg Øst, 9400 Nørresundby
    0860 9800 Hjørring`),
  no: placesOf(`
    0301 0350 Oslo, 0452 Oslo, 0552 Oslo, 0655 Oslo, 0753 Oslo, 0855 Oslo, 0956 Oslo, 1051 Oslo, 1152 Oslo, 1255 Oslo
    1103 4006 Stavanger, 4010 Stavanger, 4016 Stavanger, 4021 Stavanger
    1108 4306 Sandnes, 4313 Sandnes
    1506 6411 Molde, 6413 Molde
    1508 6003 Ålesund, 6010 Ålesund
    1804 8003 Bodø, 8006 Bodø, 8011 Bodø
    3101 1767 Halden
    3105 1706 Sarpsborg, 1711 Sarpsborg
    3107 1606 Fredrikstad, 1613 Fredrikstad
    3201 1300 Sandvika, 1337 Sandvika, 1341 Slependen
    3203 1383 Asker, 1386 Asker
    3301 3015 Drammen, 3024 Drammen, 3032 Drammen
    3303 3611 Kongsberg
    3403 2315 Hamar, 2317 Hamar
    3405 2609 Lillehammer
    3905 3112 Tønsberg, 3117 Tønsberg
    3907 3211 Sandefjord
    4001 3921 Porsgrunn
    4003 3715 Skien
    4203 4836 Arendal
    4204 4612 Kristiansand S, 4630 Kristiansand S
    4601 5006 Bergen, 5018 Bergen, 5032 Bergen, 5052 Bergen, 5063 Bergen, 5144 Fyllingsdalen, 5225 Nesttun
    4602 6900 Florø
    5001 7013 Trondheim, 7018 Trondheim, 7030 Trondheim, 7045 Trondheim, 7052 Trondheim
    5006 7713 Steinkjer
    5501 9008 Tromsø, 9011 Tromsø, 9016 Tromsø
    5503 9405 Harstad
    5601 9601 Hammerfest
    5603 9510 Alta
    5605 9845 Tana`),
}

const parts = (text: string) => text.trim().split(/\s+/)

const DK_FIRST =
  parts(`Birke Bøge Ege Linde Pile Ahorn Elle Aske Gran Fyrre Kastanje Hassel Rønne Syren Rose Tulipan Kløver
  Lærke Svale Solsorte Mejse Drossel Spurve Viben Hejre Ugle Falke Ørne Måge Stære Møl Mølle Kirke Skole Præste Degne Bane
  Station Havne Strand Sø Å Bæk Kilde Eng Mark Hede Mose Skov Lund Bakke Høj Dal Tofte Vang Agger Sand Klint Kær Grønne Hvid
  Sort Rød Gyldne Nørre Sønder Øster Vester Gammel Ny Stor Lille Tværs Ring Park Have Æble Pære Blomme Kirsebær Hyben
  Brombær Tjørne Lyng Porse Siv Rør Ravn Fasan Agerhøne Rå Hjorte Hare Ræve Grævlinge Odder Bæver Smede Bager Slagter Garver
  Væver Skrædder Snedker Murer Tømrer Teglværks Brønd Vandværks Enghave Fælled Kongs Dronning Prinse Hertug Bispe Munke
  Kloster Slots Ladegårds Herregårds Bonde Husmands Overdrevs`)
const DK_LAST = parts(
  `vej vænget gade stræde allé parken bakken toften marken vangen haven skrænten dalen krogen stien engen`,
)
const DK_SET =
  `Gl. Kongevej|Gammel Landevej|Nørre Allé|Sdr. Ringvej|Sønder Boulevard|Skt. Anne Plads|Sankt Hans Gade|H.C. Ørsteds Vej|Ved Åen|Ved Aaen|På Bjerget|Over Kæret|Søndre Jernbanevej|Møllers Allé|Åboulevarden|Aaboulevarden|Kgs. Enghave|Store Torv|Lille Sct. Hans Gade|Nr. Farimagsgade`.split(
    '|',
  )

const NO_FIRST =
  parts(`Bjørke Furu Gran Or Rogne Selje Hassel Ask Eike Lønne Heggelund Osp Einer Lyng Blåbær Tyttebær
  Bringebær Multe Kløver Prestekrage Fiol Blåklokke Trost Lerke Svale Meis Spurv Ugle Ørne Falk Måse Rype Tiur Orrhane Elg
  Hjorte Rev Hare Mår Bever Oter Kirke Skole Preste Stasjons Havne Strand Sjø Fjord Elve Bekke Kilde Eng Åker Myr Skog Lund
  Bakke Haug Dal Tun Vang Sand Berg Fjell Li Nes Vik Holme Øy Nord Sør Øst Vest Gamle Nye Store Lille Ring Park Hage Eple
  Plomme Kirsebær Smed Baker Slakter Garver Vever Skredder Snekker Murer Teglverks Brønn Vannverks Konge Dronning Prinse
  Biskop Munke Kloster Slotts Setre Stabburs Husmanns Kvern Sag Mølle`)
const NO_LAST = parts('veien vegen gata gate stien lia bakken kroken svingen ringen tunet åsen haugen')
const NO_SET =
  'Øvre Slottsgate|Nedre Strandgate|St. Olavs gate|Karl den XIIs gate|Bogstadveien|Kong Oscars gate|Ole Vigs gate|Åsveien|Aasveien|Fylkesveg 40|Ánnámárjjá geaidnu|Skippergata|Store Lungegårdsgaten|Nordre gate'.split(
    '|',
  )

const combined = (firsts: readonly string[], lasts: readonly string[]) =>
  lasts.flatMap((last) => firsts.map((first) => first + last))

/** Road names, each once; the odd ones first, so that small populations meet them too. */
export const ROADS: Record<Country, readonly string[]> = {
  dk: [...new Set([...DK_SET, ...combined(DK_FIRST, DK_LAST)])],
  no: [...new Set([...NO_SET, ...combined(NO_FIRST, NO_LAST)])],
}
