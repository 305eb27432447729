/**
 * The calendar as iCalendar (RFC 5545). It ends up in other people's clouds: a letter that asks for more than a password to open stands
 * there as "Appointment" or "Deadline" with its time, and nothing else of it: no subject, no sender, no place, no amount (I-13).
 */

import { amountInWords } from '#rules/amount-in-words.ts'
import type { FeedTexts } from './feed-texts.ts'
import type { Entry } from './load-entries.ts'

export type Feed = {
  readonly texts: FeedTexts
  readonly locale: string
  readonly publicUrl: string
  readonly now: Date
}

const LINE_BYTES_MAX = 75
const DAY_MS = 86_400_000

export function writeFeed(feed: Feed, entries: readonly Entry[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Brevhus//Calendar//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(feed.texts.name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT4H',
    // What is ticked off is nobody's business any more.
    ...entries.filter(({ doneAt, wants }) => !doneAt && wants).flatMap((entry) => eventOf(feed, entry)),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

function eventOf(feed: Feed, entry: Entry): string[] {
  const { host } = new URL(feed.publicUrl)
  const link = new URL(`/letters/${entry.letterId}`, feed.publicUrl).href
  const wants = entry.wants!
  const open = entry.door.kind === 'open'
  const summary = open
    ? openSummary(feed, entry)
    : wants.kind === 'appointment'
      ? feed.texts.appointment
      : feed.texts.deadline
  const lines = [
    'BEGIN:VEVENT',
    `UID:${entry.letterId}@${host.replace(/:\d+$/, '')}`,
    `DTSTAMP:${utc(entry.letter.delivered_at)}`,
    ...timesOf(entry),
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(`${feed.texts.inside}: ${link}`)}`,
    `URL:${link}`,
    // A calendar that is shown to colleagues shows it as busy time at most.
    'CLASS:PRIVATE',
  ]
  if (open && wants.kind === 'appointment' && wants.place) lines.push(`LOCATION:${escaped(wants.place)}`)
  if (wants.kind !== 'appointment') lines.push('TRANSP:TRANSPARENT')
  if (entry.remindDays !== null)
    lines.push(
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `DESCRIPTION:${escaped(summary)}`,
      `TRIGGER:${entry.remindDays === 0 ? 'PT0S' : `-P${entry.remindDays}D`}`,
      'END:VALARM',
    )
  return [...lines, 'END:VEVENT']
}

function openSummary({ texts, locale }: Feed, { wants, title, letter }: Entry): string {
  const about = [title, letter.sender_name].filter(Boolean).join(', ')
  if (wants!.kind === 'appointment') return about || texts.appointment
  if (wants!.kind === 'answer') return about ? `${texts.answer}: ${about}` : texts.answer
  const { amountMinor, currency } = wants as { amountMinor: number; currency: string }
  const amount = amountInWords(locale, amountMinor, currency)
  return about ? `${texts.pay(amount)}: ${about}` : texts.pay(amount)
}

function timesOf({ wants, on }: Entry): string[] {
  if (wants!.kind !== 'appointment') {
    const day = (text: string) => text.replaceAll('-', '')
    const next = new Date(Date.parse(`${on}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
    return [`DTSTART;VALUE=DATE:${day(on)}`, `DTEND;VALUE=DATE:${day(next)}`]
  }
  const { startsAt, endsAt } = wants as { startsAt: string; endsAt: string | null }
  return [`DTSTART:${utc(new Date(startsAt))}`, ...(endsAt ? [`DTEND:${utc(new Date(endsAt))}`] : [])]
}

const utc = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '')

/** RFC 5545 §3.3.11; control characters have no place in it. */
const escaped = (text: string): string =>
  text
    .replace(/\r?\n/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, '')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')

/** RFC 5545 §3.1: lines of at most 75 bytes, no character split. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  for (const character of line) {
    if (Buffer.byteLength(part + character) > LINE_BYTES_MAX - (parts.length > 0 ? 1 : 0)) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part].join('\r\n ')
}
