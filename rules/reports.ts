/** B-21: reporting a letter as unwanted or fraudulent. */
export const REPORT_KINDS = ['unwanted', 'fraudulent'] as const
export type ReportKind = (typeof REPORT_KINDS)[number]

export const REPORT_OUTCOMES = ['nothing', 'sender-suspended'] as const
export type ReportOutcome = (typeof REPORT_OUTCOMES)[number]

export const REPORTS = {
  /** Ours: nobody gets twenty such letters a day; whoever reports more floods the queue. */
  perDay: 20,
  /** UTF-16 units of what is said about it. */
  saidMax: 1000,
  /** R3: years a decided report is kept. */
  keepYears: 5,
  /** Characters of the reason staff give, at least. */
  whyMin: 10,
} as const
