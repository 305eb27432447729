/** Finding and moving folders, and choosing one of many. */
import type { Texts } from './words.ts'

type FolderTexts = {
  find: string
  found: (count: number) => string
  nothing: string
  more: (count: number) => string
  all: (count: string) => string
  within: (path: string) => string
  unread: (count: string) => string
  place: string
  placeNamed: (name: string) => string
  title: (name: string) => string
  titleLetters: (count: number) => string
  titleParent: string
  titleNarrow: string
  notShown: string
  moved: (name: string, to: string) => string
  movedTop: (name: string) => string
  undone: (name: string) => string
  drag: string
  problems: Record<string, string>
}

export const folderTexts: Texts<FolderTexts> = {
  da: {
    find: 'Find en mappe',
    found: (count) => (count === 1 ? '1 mappe' : `${count} mapper`),
    nothing: 'Ingen mapper passer. Prøv med færre bogstaver.',
    more: (count) => `Vis ${count} mere`,
    all: (count) => `Alle ${count} mapper`,
    within: (path) => `i ${path}`,
    unread: (count) => (count === '1' ? '1 ulæst' : `${count} ulæste`),
    place: 'Flyt',
    placeNamed: (name) => `Flyt mappen ${name}`,
    title: (name) => `Flyt mappen ${name} til`,
    titleLetters: (count) => (count === 1 ? 'Flyt brevet til' : `Flyt ${count} breve til`),
    titleParent: 'Læg den nye mappe i',
    titleNarrow: 'Søg kun i',
    notShown: 'Mapper, den ikke kan ligge i, er ikke vist.',
    moved: (name, to) => `Mappen ${name} ligger nu i ${to}.`,
    movedTop: (name) => `Mappen ${name} ligger nu øverst.`,
    undone: (name) => `Fortrudt. Mappen ${name} ligger, hvor den lå før.`,
    drag: 'Træk en mappe hen på en anden for at lægge den deri, eller herhen for at lægge den øverst.',
    problems: {
      'folder-name-taken': 'Der ligger allerede en mappe med det navn. Omdøb den ene først.',
      'folder-in-itself': 'En mappe kan ikke ligge i sig selv. Vælg en anden.',
      'folder-too-deep': 'Mapper kan ikke ligge så dybt i hinanden. Vælg en længere oppe.',
      'changed-meanwhile': 'Mappen er flyttet fra et andet vindue imens. Her er, hvor den ligger nu.',
      'not-found': 'En af mapperne er der ikke længere. Her er, hvad der er nu.',
    },
  },
  nb: {
    find: 'Finn en mappe',
    found: (count) => (count === 1 ? '1 mappe' : `${count} mapper`),
    nothing: 'Ingen mapper passer. Prøv med færre bokstaver.',
    more: (count) => `Vis ${count} til`,
    all: (count) => `Alle ${count} mapper`,
    within: (path) => `i ${path}`,
    unread: (count) => (count === '1' ? '1 ulest' : `${count} uleste`),
    place: 'Flytt',
    placeNamed: (name) => `Flytt mappen ${name}`,
    title: (name) => `Flytt mappen ${name} til`,
    titleLetters: (count) => (count === 1 ? 'Flytt brevet til' : `Flytt ${count} brev til`),
    titleParent: 'Legg den nye mappen i',
    titleNarrow: 'Søk bare i',
    notShown: 'Mapper den ikke kan ligge i, er ikke vist.',
    moved: (name, to) => `Mappen ${name} ligger nå i ${to}.`,
    movedTop: (name) => `Mappen ${name} ligger nå øverst.`,
    undone: (name) => `Angret. Mappen ${name} ligger der den lå før.`,
    drag: 'Dra en mappe til en annen for å legge den i den, eller hit for å legge den øverst.',
    problems: {
      'folder-name-taken': 'Det ligger allerede en mappe med det navnet der. Gi den ene nytt navn først.',
      'folder-in-itself': 'En mappe kan ikke ligge i seg selv. Velg en annen.',
      'folder-too-deep': 'Mapper kan ikke ligge så dypt i hverandre. Velg en lenger oppe.',
      'changed-meanwhile': 'Mappen er flyttet fra et annet vindu imens. Her er hvor den ligger nå.',
      'not-found': 'En av mappene er der ikke lenger. Her er det som er nå.',
    },
  },
  sv: {
    find: 'Hitta en mapp',
    found: (count) => (count === 1 ? '1 mapp' : `${count} mappar`),
    nothing: 'Inga mappar stämmer. Prova med färre bokstäver.',
    more: (count) => `Visa ${count} till`,
    all: (count) => `Alla ${count} mappar`,
    within: (path) => `i ${path}`,
    unread: (count) => (count === '1' ? '1 oläst' : `${count} olästa`),
    place: 'Flytta',
    placeNamed: (name) => `Flytta mappen ${name}`,
    title: (name) => `Flytta mappen ${name} till`,
    titleLetters: (count) => (count === 1 ? 'Flytta brevet till' : `Flytta ${count} brev till`),
    titleParent: 'Lägg den nya mappen i',
    titleNarrow: 'Sök bara i',
    notShown: 'Mappar som den inte kan ligga i visas inte.',
    moved: (name, to) => `Mappen ${name} ligger nu i ${to}.`,
    movedTop: (name) => `Mappen ${name} ligger nu överst.`,
    undone: (name) => `Ångrat. Mappen ${name} ligger där den låg förut.`,
    drag: 'Dra en mapp till en annan för att lägga den i den, eller hit för att lägga den överst.',
    problems: {
      'folder-name-taken': 'Det ligger redan en mapp med det namnet där. Byt namn på den ena först.',
      'folder-in-itself': 'En mapp kan inte ligga i sig själv. Välj en annan.',
      'folder-too-deep': 'Mappar kan inte ligga så djupt i varandra. Välj en längre upp.',
      'changed-meanwhile':
        'Mappen har flyttats från ett annat fönster under tiden. Här är var den ligger nu.',
      'not-found': 'En av mapparna finns inte längre. Här är det som finns nu.',
    },
  },
  en: {
    find: 'Find a folder',
    found: (count) => (count === 1 ? '1 folder' : `${count} folders`),
    nothing: 'No folder fits. Try fewer letters.',
    more: (count) => `Show ${count} more`,
    all: (count) => `All ${count} folders`,
    within: (path) => `in ${path}`,
    unread: (count) => `${count} unread`,
    place: 'Move',
    placeNamed: (name) => `Move the folder ${name}`,
    title: (name) => `Move the folder ${name} to`,
    titleLetters: (count) => (count === 1 ? 'Move the letter to' : `Move ${count} letters to`),
    titleParent: 'Put the new folder in',
    titleNarrow: 'Search only in',
    notShown: 'Folders it cannot be in are not shown.',
    moved: (name, to) => `The folder ${name} is now in ${to}.`,
    movedTop: (name) => `The folder ${name} is now at the top.`,
    undone: (name) => `Undone. The folder ${name} is where it was before.`,
    drag: 'Drag a folder onto another to put it inside, or here to put it at the top.',
    problems: {
      'folder-name-taken': 'There is a folder of that name there already. Rename one of them first.',
      'folder-in-itself': 'A folder cannot be inside itself. Choose another.',
      'folder-too-deep': 'Folders cannot be nested that deep. Choose one further up.',
      'changed-meanwhile':
        'The folder was moved from another window in the meantime. Here is where it is now.',
      'not-found': 'One of the folders is no longer there. Here is what is there now.',
    },
  },
}
