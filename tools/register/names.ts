import type { Country } from './records.ts'

/** Common names, most common first. Written down by hand; no register of real people was read. */
export interface NameWords {
  female: readonly string[]
  male: readonly string[]
  family: readonly string[]
  /** Middle names that stand before the last word of a family name. */
  middle: readonly string[]
  /** Particles: the last name is still the last word. */
  particles: readonly string[]
}

const words = (text: string) => text.trim().split(/\s+/)

export const NAMES: Record<Country, NameWords> = {
  dk: {
    female:
      words(`Anne Kirsten Mette Hanne Anna Helle Maria Susanne Lene Marianne Inge Karen Bente Camilla Pia Louise
      Charlotte Jette Tina Gitte Birgit Emma Ida Lærke Sofie Freja Clara Ella Karla Alma Agnes Ellen Luna Nora Olivia Asta
      Josefine Frida Mathilde Signe Maja Katrine Julie Caroline Cecilie Astrid Ingrid Åse Bodil Grethe Ruth Tove Ulla Vibeke
      Dorthe Rikke Trine Sidsel Sanne Malene Lykke Zoé Renée Désirée Amélie Fatima Amina Aisha Zahra Mariam Agnieszka Zofia
      Björk Sólveig Jóhanna Ane-Marie Anne-Lise Anne-Sofie Rose-Marie Ann-Britt Maj-Britt Søs Kjærstine Gülsüm Özlem`),
    male: words(`Peter Jens Michael Lars Thomas Henrik Søren Christian Martin Jan Morten Jesper Anders Mads Niels Rasmus
      Hans Per Ole Poul Kim Jørgen Erik Knud Bent William Noah Oscar Lucas Carl Victor Malthe Emil Alfred Elias Aksel August
      Oliver Valdemar Frederik Magnus Mikkel Jonas Jakob Simon Kristian Sebastian Tobias Bjørn Åge Svend Gunnar Børge Verner
      Kjeld Finn Flemming Torben Steen Claus Kasper Troels Asbjørn Ejnar André René Noé Ahmed Mohammad Ali Yusuf Omar Piotr
      Tomasz Krzysztof Björn Hans-Jørgen Jens-Peter Karl-Emil Per-Åke Paul Jürgen Øjvind`),
    family:
      words(`Jensen Nielsen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen
      Kristensen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Jakobsen Jacobsen Mikkelsen Olesen
      Frederiksen Laursen Henriksen Lund Holm Schmidt Eriksen Kristiansen Simonsen Clausen Svendsen Andreasen Iversen
      Østergaard Østergård Jeppesen Vestergaard Vestergård Nissen Lauridsen Jespersen Kjær Kjaer Mogensen Nørgaard Nørgård
      Søndergaard Søndergård Jepsen Frandsen Jessen Carlsen Skov Bertelsen Bruun Bruhn Dahl Hald Krogh Krog Winther Vinter
      Toft Bech Bach Bæk Baek Juhl Juul Riis Brandt Steffensen Overgaard Ågesen Aagesen Aagaard Ågård Åkjær Aakjær Bjerre
      Buch Damgaard Danielsen Dam Ebbesen Fisker Friis Gregersen Grønlund Hedegaard Holst Høj Høgh Ibsen Kirkegaard Kofoed
      Kruse Kvist Lassen Lind Lynge Munk Nygaard Nørskov Ravn Rønne Sommer Stougaard Thygesen Thorsen Ulrich Vang Villadsen
      Wulff Yde Özdemir Yılmaz Nowak Hussain Ahmed Nguyen Müller Schröder Lindström Smith Parslee Holm-Nielsen Lund-Hansen
      Smith-Jones Bang-Olufsen Krag-Juel`),
    middle:
      words(`Holm Lund Møller Bjerg Kjær Østergaard Dahl Bach Skov Toft Krogh Friis Juul Riis Bech Ravn Parslee
      Nygaard Winther Vang Brandt Aagaard Sand Due Gram`),
    particles: ['von', 'van der', 'de la', 'af', 'von der'],
  },
  no: {
    female:
      words(`Anne Inger Kari Marit Ingrid Liv Eva Berit Astrid Bjørg Hilde Anna Solveig Marianne Randi Ida Nina Maria
      Elisabeth Kristin Nora Emma Ella Maja Olivia Sofie Frida Leah Amalie Ingeborg Åse Aase Åshild Gro Guri Ragnhild
      Sigrid Torunn Turid Unni Wenche Vilde Thea Tuva Hedda Synne Silje Stine Marte Maren Live Kaja Jorunn Hege Gunnhild Elin
      Bente Aud Áile Máret Sárá Anne-Lise Anne-Grethe Ann-Kristin Rose-Marie May-Britt Amina Fatima Agnieszka Zoé Renée
      Øyunn Ragna Solfrid Bodil`),
    male: words(`Jan Per Bjørn Ole Lars Kjell Knut Arne Svein Thomas Hans Geir Tor Morten Terje Odd Erik Martin Andreas
      John Anders Rune Trond Tore Daniel Jakob Noah Emil Lucas Oliver Isak Filip Aksel Henrik Magnus Mathias Sander Sindre
      Sverre Steinar Sigurd Øyvind Øystein Øivind Åge Asbjørn Håkon Haakon Håvard Pål Paal Roar Leif Nils Niillas Ándde
      Jon-Aslak Jan-Erik Per-Arne Ole-Kristian Karl-Johan Mohammed Ali Ahmed Piotr Tomasz André Kåre Kaare Bård Ståle Vegard
      Torbjørn Tormod Gunnar Eirik Espen Frode Jørgen`),
    family:
      words(`Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen
      Eriksen Berg Haugen Hagen Johannessen Andreassen Jacobsen Dahl Jørgensen Halvorsen Henriksen Lund Sørensen Jakobsen
      Moen Gundersen Iversen Strand Solberg Svendsen Eide Knutsen Martinsen Paulsen Bakken Kristoffersen Mathisen Lie Amundsen
      Rasmussen Nguyen Lunde Solheim Berge Moe Nygård Nygaard Bakke Kristensen Fredriksen Holm Lien Hauge Christensen
      Andresen Nielsen Knudsen Evensen Sæther Aas Ås Myhre Hanssen Haugland Thomassen Simonsen Sivertsen Danielsen Berntsen
      Sandvik Rønning Arnesen Antonsen Næss Vik Haug Ellingsen Edvardsen Thorsen Gulbrandsen Isaksen Birkeland Ruud Aasen
      Åsen Strøm Myklebust Tangen Ødegård Ødegaard Eliassen Helland Bøe Bø Jenssen Aune Mikkelsen Tveit Brekke Abrahamsen
      Engen Madsen Håland Haaland Kvåle Østby Åmodt Aamodt Gaup Utsi Hætta Ali Ahmed Kowalski Lindström Müller
      Dahl-Hansen Berg-Olsen Moe-Larsen`),
    middle:
      words(`Berg Dahl Haugen Lund Moen Strand Solberg Eide Bakken Lie Sæther Næss Vik Bøe Tveit Brekke Østby Aas
      Ødegaard Nygård Helland Hauge`),
    particles: ['von', 'van der', 'de', 'af'],
  },
}
