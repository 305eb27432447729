/** B-17: what letters want by which day, as a list, and the secret address of the same for a calendar program. */
import Type, { type Static } from 'typebox'
import { CALENDAR } from '#rules/wants.ts'
import { LetterSender, LetterWants } from './mailbox.ts'

const Instant = Type.String({ format: 'date-time' })
const RemindDays = Type.Union([Type.Integer({ minimum: 0, maximum: CALENDAR.remindDaysMost }), Type.Null()])
const RemindAt = Type.Union([Instant, Type.Null()], {
  description: 'When a notice of it is due; null with `remindDays`: it was too late for one.',
})
const Day = Type.String({ format: 'date' })

export const CalendarEntry = Type.Object({
  letterId: Type.String({ format: 'uuid' }),
  on: Day,
  locked: Type.Boolean({ description: 'The day alone is told: what it is needs a stronger sign-in.' }),
  sender: Type.Union([LetterSender, Type.Null()]),
  title: Type.Union([Type.String(), Type.Null()]),
  wants: LetterWants,
  doneAt: Type.Union([Instant, Type.Null()]),
  remindDays: RemindDays,
  remindAt: RemindAt,
})
export type CalendarEntry = Static<typeof CalendarEntry>

/** GET /api/calendar, the earliest first. */
export const Calendar = Type.Object({
  entries: Type.Array(CalendarEntry, { maxItems: CALENDAR.entriesMax }),
  from: Day,
  reminded: Type.Boolean({
    description: 'A notice would reach its owner: somewhere they chose for reminders.',
  }),
  address: Type.Union([
    Type.Object({ madeAt: Instant, lastUsedAt: Type.Union([Instant, Type.Null()]) }),
    Type.Null(),
  ]),
})
export type Calendar = Static<typeof Calendar>

/** PATCH /api/calendar/:letterId: what is not named stays, so that a tick and a reminder chosen at once both stand. */
export const MarkEntry = Type.Object(
  {
    done: Type.Optional(Type.Boolean()),
    remindDays: Type.Optional(RemindDays),
  },
  { additionalProperties: false, minProperties: 1 },
)
export type MarkEntry = Static<typeof MarkEntry>

/** The entry's marks as they are now. */
export const EntryMarked = Type.Object({
  doneAt: Type.Union([Instant, Type.Null()]),
  remindDays: RemindDays,
  remindAt: RemindAt,
})
export type EntryMarked = Static<typeof EntryMarked>

export const EntryParams = Type.Object({ letterId: Type.String({ format: 'uuid' }) })

/** From which address one makes another, by when it was made; null: none was shown. */
export const MakeCalendarAddress = Type.Object(
  { from: Type.Union([Instant, Type.Null()]) },
  { additionalProperties: false },
)
export type MakeCalendarAddress = Static<typeof MakeCalendarAddress>

/** POST /api/calendar/address: a new one, in place of the one before. The only time it is shown. */
export const CalendarAddressMade = Type.Object({ address: Type.String(), madeAt: Instant })
export type CalendarAddressMade = Static<typeof CalendarAddressMade>
