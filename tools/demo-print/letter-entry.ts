import { escapeHtml } from '../demo/demo-page.ts'
import type { PostedLetter } from './posted-letter.ts'

export const letterEntry = ({ id, to, status, at }: PostedLetter): string =>
  `<h2><a href="/letters/${escapeHtml(id)}.pdf">${escapeHtml(to.name)}</a></h2>
<p>${escapeHtml([...to.lines, `${to.postcode} ${to.city}`].join(', '))}</p>
<small>${escapeHtml(status)} · ${escapeHtml(at)}</small>`
