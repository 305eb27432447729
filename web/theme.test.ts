import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'

const css = readFileSync(new URL('./theme.css', import.meta.url), 'utf8')

/** The `--bh-*: #rrggbb` declarations of the block that follows `start`. */
function colours(start: string): Map<string, string> {
  const from = css.indexOf(start)
  assert.ok(from >= 0, start)
  const block = css.slice(from, css.indexOf('}', from))
  return new Map([...block.matchAll(/--bh-([a-z-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1]!, m[2]!]))
}

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (hi + 0.05) / (lo + 0.05)
}

const grounds = ['paper', 'sheet', 'hover', 'spruce-tint']
const text: [ink: string, ground: string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ['ink', ground],
    ['quiet', ground],
    ['spruce', ground],
    ['seal', ground],
  ]),
  ['ink', 'pressed'],
  ['ink', 'spruce-tint-hover'],
  ['spruce', 'spruce-tint-hover'],
  ['quiet', 'spruce-tint-hover'],
  ['on-spruce', 'spruce'],
  ['on-spruce', 'spruce-hover'],
  ['on-spruce', 'spruce-pressed'],
  ['on-seal', 'seal'],
  ['on-seal', 'seal-hover'],
  ['on-seal', 'seal-pressed'],
  ...['seal', 'amber', 'sky'].flatMap((name): [string, string][] => [
    [name, `${name}-tint`],
    ['ink', `${name}-tint`],
  ]),
  ['ink', 'lock-tint'],
  ...['a', 'b', 'c', 'd', 'e', 'f'].map((m): [string, string] => [`mark-${m}-ink`, `mark-${m}-ground`]),
]
const parts: [part: string, ground: string][] = grounds.flatMap((ground): [string, string][] => [
  ['edge', ground],
  ['spruce-edge', ground],
  ['spruce', ground],
  ['seal', ground],
  ['focus', ground],
])

for (const [scheme, start] of [
  ['light', ':root {'],
  ['dark', ':root[data-color-scheme="dark"] {'],
] as const) {
  const colour = colours(start)
  const of = (name: string) => colour.get(name) ?? assert.fail(`no --bh-${name} in ${scheme}`)

  test(`O-07: ${scheme}: text stands out at least 4.5:1 from every ground it is used on`, () => {
    for (const [ink, ground] of text) {
      const ratio = contrast(of(ink), of(ground))
      assert.ok(ratio >= 4.5, `${ink} on ${ground}: ${ratio.toFixed(2)}`)
    }
  })

  test(`O-07: ${scheme}: edges of controls, marks and focus rings stand out at least 3:1`, () => {
    for (const [part, ground] of parts) {
      const ratio = contrast(of(part), of(ground))
      assert.ok(ratio >= 3, `${part} on ${ground}: ${ratio.toFixed(2)}`)
    }
  })
}

test('dark by the system and dark by choice are the same dark', () => {
  assert.deepEqual(
    colours(':root:not([data-color-scheme="light"]) {'),
    colours(':root[data-color-scheme="dark"] {'),
  )
  assert.deepEqual([...colours(':root {').keys()], [...colours(':root[data-color-scheme="dark"] {').keys()])
})

test('the measure itself: black on white is 21, a known failing grey fails', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.ok(contrast('#777777', '#ffffff') < 4.5)
})
