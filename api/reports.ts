/** Reporting a letter (B-21): POST and GET /api/letters/:letterId/report. */
import Type, { type Static } from 'typebox'
import { REPORTS } from '#rules/reports.ts'

export const ReportLetter = Type.Object(
  {
    kind: Type.Enum(['unwanted', 'fraudulent']),
    said: Type.Optional(Type.String({ maxLength: REPORTS.saidMax * 2 })),
    attach: Type.Boolean({
      description: 'Staff may read the content, until they have decided. Otherwise they never see it.',
    }),
  },
  { additionalProperties: false },
)
export type ReportLetter = Static<typeof ReportLetter>

export const LetterReport = Type.Object({
  reported: Type.Union([
    Type.Null(),
    Type.Object({
      kind: Type.Enum(['unwanted', 'fraudulent']),
      reportedAt: Type.String({ format: 'date-time' }),
      attached: Type.Boolean(),
      outcome: Type.Union([Type.Enum(['nothing', 'sender-suspended']), Type.Null()], {
        description: 'Null while staff look at it.',
      }),
      decidedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    }),
  ]),
})
export type LetterReport = Static<typeof LetterReport>
