import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Folder } from '#api/keeping.ts'
import { found, type InTree, inTree } from './folder-tree.ts'

const folder = (folderId: string, name: string | null, parentId: string | null = null): Folder => ({
  folderId,
  name,
  parentId,
})
const named = ({ folder, within }: InTree) => [...within, folder.name].join(' / ')

test('B-01: folders stand by name as the language sorts, with what they lie in, how deep and how high', () => {
  const tree = inTree(
    [
      folder('3', 'Øl', '1'),
      folder('2', 'Åben'),
      folder('1', 'Bolig'),
      folder('4', 'Vand', '3'),
      folder('5', 'a', 'gone'),
    ],
    'da-DK',
  )
  assert.deepEqual(
    tree.map((one) => [named(one), one.depth, one.height, one.path]),
    [
      ['a', 0, 1, []],
      ['Bolig', 0, 3, []],
      ['Bolig / Øl', 1, 2, ['1']],
      ['Bolig / Øl / Vand', 2, 1, ['3', '1']],
      ['Åben', 0, 1, []],
    ],
  )
})

test('B-01: a folder is found by any part of its name or of those it lies in, in any case, and å is no a', () => {
  const tree = inTree(
    [folder('1', 'Bolig'), folder('2', 'Vand & VARME', '1'), folder('3', 'Ål'), folder('4', null)],
    'da-DK',
  )
  const find = (words: string) =>
    found(tree, words, { locale: 'da-DK', name: (one) => one.folder.name ?? '', whole: named }).map(
      ({ folder }) => folder.folderId,
    )
  assert.deepEqual(find('varme'), ['2'])
  assert.deepEqual(find('bolig vand'), ['2'])
  assert.deepEqual(find(' BOLIG/ '), ['1', '2'])
  assert.deepEqual(find('å'), ['3'])
  assert.deepEqual(find('a\u030a'), ['3'])
  assert.deepEqual(find('v'), ['2'])
  assert.deepEqual(find('l'), ['1', '2', '3'])
  assert.deepEqual(find('å'), ['3'], 'what begins so comes first')
  assert.deepEqual(find('x'), [])
  assert.equal(find('').length, 4)
})
