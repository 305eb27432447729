/**
 * The words of an HTML mail as its reader would see them, one line a block: for mail from programs that send nothing else. What is not shown
 * (styles, comments, what is hidden) is not read, and what is quoted of another mail is marked with > as in plain text. Nothing is
 * fetched or run; entities, depth and length are bounded, and it takes as long as it is long.
 */
import { Parser } from 'htmlparser2'

/** Elements within elements: mail programs write some dozens; the parser takes ever longer the deeper it is. */
const DEPTH_MAX = 500
const setOf = (names: string) => new Set(names.split(' '))
const UNSEEN = setOf('script style head title template noscript iframe object svg math select textarea')
const INLINE = setOf(
  'a abbr b bdi bdo big cite code em font i ins mark s small span strike strong sub sup tt u wbr',
)
const VOID = setOf('area base br col embed hr img input link meta param source track wbr')
/** Where Outlook, its web page, Gmail and Thunderbird begin what they quote, and everything after it is the other mail's. */
const QUOTE_BEGINS =
  /^(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION)$/i
const QUOTE = /\b(?:gmail_quote|yahoo_quoted|moz-forward-container|protonmail_quote)\b/i
const HIDDEN =
  /(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])|mso-hide\s*:\s*all)/i

/** Null when it is too deep to be a person's mail. */
export function wordsOfHtml(html: string): string | null {
  const lines: string[] = []
  /** What each open element adds: nothing, that it is not seen, or that it is quoted. */
  const open: ('' | 'unseen' | 'quoted')[] = []
  const count = { unseen: 0, quoted: 0 }
  let rest = false
  let line = ''
  const end = () => {
    const words = line.replace(/[\s\u00a0]+/g, ' ').trim()
    if (words !== '') lines.push(count.quoted > 0 || rest ? `> ${words}` : words)
    line = ''
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      if (VOID.has(name)) {
        if (!INLINE.has(name)) end()
        return
      }
      if (open.length >= DEPTH_MAX) throw new TooDeep()
      if (!INLINE.has(name)) end()
      const { id = '', class: classes = '', style = '', hidden } = attributes
      if (QUOTE_BEGINS.test(id)) {
        end()
        rest = true
      }
      const unseen = UNSEEN.has(name) || hidden !== undefined || HIDDEN.test(style)
      const kind = unseen ? 'unseen' : name === 'blockquote' || QUOTE.test(classes) ? 'quoted' : ''
      if (kind === 'quoted') end()
      if (kind !== '') count[kind]++
      open.push(kind)
    },
    ontext(part) {
      if (count.unseen === 0) line += part
    },
    onclosetag(name) {
      if (VOID.has(name)) return
      if (!INLINE.has(name)) end()
      const kind = open.pop() ?? ''
      if (kind === 'quoted') end()
      if (kind !== '') count[kind]--
    },
  })
  try {
    parser.end(html)
  } catch (error) {
    if (error instanceof TooDeep) return null
    throw error
  }
  end()
  return lines.join('\n')
}

class TooDeep extends Error {}
