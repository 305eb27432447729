/** What an eye would find on a page, measured in it: `page.evaluate(lookAround, …)`. Everything it needs is inside it. */

export type Finding = {
  kind: 'too-wide' | 'clipped' | 'spills' | 'overlap' | 'tap-24' | 'tap-44' | 'empty' | 'headings'
  where: string
  detail: string
}

/** @param phone also asks for targets of 44 px where something is done (LOOK.md), not only the 24 px of WCAG 2.5.8. */
export function lookAround({ phone }: { phone: boolean }): Finding[] {
  const found: Finding[] = []
  const say = (kind: Finding['kind'], element: Element, detail = '') => {
    const name = element.id
      ? `#${element.id}`
      : element.className
        ? `.${String(element.getAttribute('class')).split(' ')[0]}`
        : ''
    const parent = element.parentElement?.getAttribute('class')?.split(' ')[0]
    const words = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40)
    found.push({
      kind,
      where: `${parent ? `.${parent} > ` : ''}${element.localName}${name} “${words}”`,
      detail,
    })
  }
  const hidden = (element: Element) =>
    element.closest(
      '[inert], [aria-hidden=true], .textLayer, .pdf-link, .visually-hidden, .bh-skip, .skip, noscript, iframe, canvas',
    ) !== null || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  /** For ears only: cut down to nothing. */
  const spoken = (element: Element): boolean => {
    for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
      const { clip, clipPath } = getComputedStyle(at)
      if (clip !== 'auto' || clipPath !== 'none') return true
    }
    return false
  }
  const ownWords = (element: Element) =>
    [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '',
    )
  /** Of its own words, without those of what is inside it. */
  const wordsBox = (element: Element) => {
    const boxes = [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '')
      .map((node) => {
        const range = document.createRange()
        range.selectNodeContents(node)
        return range.getBoundingClientRect()
      })
    const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))]
    const [right, bottom] = [
      Math.max(...boxes.map((box) => box.right)),
      Math.max(...boxes.map((box) => box.bottom)),
    ]
    return new DOMRect(left, top, right - left, bottom - top)
  }
  const root = document.documentElement
  const all = [...document.body.querySelectorAll('*')].filter(
    (element) => !hidden(element) && !element.closest('svg'),
  )
  const scrollsSideways = (element: Element | null): boolean =>
    element !== null && element !== document.body
      ? /auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) ||
        scrollsSideways(element.parentElement)
      : false

  const body = document.querySelector('main')
  if (body && root.scrollWidth <= root.clientWidth && body.scrollWidth > body.clientWidth + 1)
    say('too-wide', body, `${body.scrollWidth} px in ${body.clientWidth}`)
  if (root.scrollWidth > root.clientWidth) {
    say('too-wide', document.body, `${root.scrollWidth} px in ${root.clientWidth}`)
    for (const element of all)
      if (
        element.getBoundingClientRect().right > root.clientWidth + 1 &&
        !scrollsSideways(element.parentElement)
      )
        say('too-wide', element, `ends at ${Math.round(element.getBoundingClientRect().right)}`)
  }
  const worded = all.filter((element) => ownWords(element) && !spoken(element))
  for (const element of worded) {
    const style = getComputedStyle(element)
    const box = element.getBoundingClientRect()
    if (box.width <= 1 || box.height <= 1) continue
    if (
      style.overflowX !== 'visible' &&
      element.scrollWidth > element.clientWidth + 1 &&
      element.clientWidth > 0 &&
      !/auto|scroll/.test(style.overflowX)
    )
      say('clipped', element, `${element.scrollWidth} px in ${element.clientWidth}`)
    else if (
      style.overflowY === 'hidden' &&
      element.scrollHeight > element.clientHeight + 3 &&
      element.clientHeight > 0
    )
      say('clipped', element, `${element.scrollHeight} px high in ${element.clientHeight}`)
    const words = wordsBox(element)
    if (style.display !== 'inline' && style.overflowX === 'visible' && words.right > box.right + 1.5)
      say('spills', element, `${Math.round(words.right - box.right)} px over its right edge`)
    // Or over the edge of whatever box it stands in.
    for (
      let around = element.parentElement;
      around && around !== document.body;
      around = around.parentElement
    ) {
      const outer = getComputedStyle(around)
      if (/auto|scroll/.test(outer.overflowX)) break
      const edge = around.getBoundingClientRect()
      if (outer.position === 'fixed' || edge.width === 0) break
      if (/hidden|clip/.test(outer.overflowX) && words.right > edge.right + 1.5) {
        say('clipped', element, `${Math.round(words.right - edge.right)} px cut off by .${around.className}`)
        break
      }
    }
  }
  const floats = (element: Element): boolean => {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { position, zIndex } = getComputedStyle(at)
      if (/fixed|sticky/.test(position) || (position !== 'static' && zIndex !== 'auto')) return true
    }
    return false
  }
  const cut = (element: Element): boolean => {
    const box = element.getBoundingClientRect()
    for (let around = element.parentElement; around; around = around.parentElement) {
      if (getComputedStyle(around).overflowY === 'visible') continue
      const edge = around.getBoundingClientRect()
      if (box.bottom > edge.bottom + 1 || box.top < edge.top - 1) return true
    }
    return false
  }
  const texts = worded
    .filter((element) => !floats(element) && !cut(element) && element.localName !== 'option')
    .map((element) => ({ element, box: wordsBox(element) }))
    .filter(({ box }) => box.width > 2 && box.height > 2)
  for (const [i, one] of texts.entries())
    for (const other of texts.slice(i + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue
      // Lines of running text share a box only where they lie on each other, letters and all.
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
      const inline = [one, other].some(({ element }) => getComputedStyle(element).display === 'inline')
      if (across > 3 && down > 6 && !inline)
        say('overlap', one.element, `lies on “${other.element.textContent!.trim().slice(0, 30)}”`)
    }
  const PRESSED =
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=switch], [role=tab]'
  for (const element of all.filter((each) => each.matches(PRESSED))) {
    const label =
      element.closest('label') ??
      (element.id ? document.querySelector(`label[for="${CSS.escape(element.id)}"]`) : null)
    const own = element.getBoundingClientRect()
    const box =
      label && /checkbox|radio/.test(element.getAttribute('type') ?? '') ? label.getBoundingClientRect() : own
    if (own.width === 0 || own.height === 0) continue
    const inText =
      getComputedStyle(element).display === 'inline' || element.closest('p, li p, dd, td') !== null
    const small = Math.min(box.width, box.height)
    if (small < 23.5 && !inText)
      say('tap-24', element, `${Math.round(box.width)} × ${Math.round(box.height)}`)
    else if (phone && !inText && box.height < 43.5)
      say('tap-44', element, `${Math.round(box.width)} × ${Math.round(box.height)}`)
  }
  const main = document.querySelector('main') ?? document.body
  if ((main.textContent ?? '').trim().length < 20) say('empty', main)
  const firsts = [...document.querySelectorAll('h1')].filter(
    (heading) => !hidden(heading) || heading.matches('.visually-hidden'),
  )
  if (firsts.length !== 1)
    say(
      'headings',
      main,
      `${firsts.length} headings of the first rank: ${firsts.map((each) => each.textContent).join(' | ')}`,
    )
  return found
}

/** All words of the page that are the house's own, to be held against another language's. The sender's documents are left out. */
export function wordsAround(): string[] {
  const words = new Set<string>()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement!
    if (
      element.closest(
        'script, style, noscript, .textLayer, .pdf-link, .text-sheet, code, time, [lang]:not(html):not(main)',
      )
    )
      continue
    const text = node.textContent!.trim().replace(/\s+/g, ' ')
    if (/\p{L}{3}/u.test(text)) words.add(text)
  }
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], img[alt]'))
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
      const text = element.getAttribute(name)?.trim()
      if (text && /\p{L}{3}/u.test(text)) words.add(text)
    }
  words.add(document.title)
  return [...words]
}

/** Of what has the focus: whether it can be seen to have it, and whether it can be seen at all (WCAG 2.4.7, 2.4.11). Null at the end. */
export function lookAtFocus(): { where: string; ring: boolean; covered: boolean } | null {
  const element = document.activeElement
  if (!element || element === document.body) return null
  const styles = [element, ...element.querySelectorAll('*')]
    .slice(0, 4)
    .concat(element.parentElement ?? element)
  const ring = styles.some((each) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each)
    return (
      (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1.5) ||
      (each === element && boxShadow !== 'none')
    )
  })
  const box = element.getBoundingClientRect()
  const [x, y] = [box.left + Math.min(box.width / 2, 40), box.top + Math.min(box.height / 2, 12)]
  const top = document.elementFromPoint(x, y)
  const covered = top !== null && !element.contains(top) && !top.contains(element) && !top.closest('label')
  const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)
  return { where: `${element.localName}.${element.getAttribute('class') ?? ''} “${words}”`, ring, covered }
}
