import { momentFor, type NoticeChannel } from '#rules/notice-time.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'

/** When a notice to this mailbox may go out: now, later, or not at all (T-02). */
export function noticeMoment(
  channel: NoticeChannel,
  mailbox: { profile: ProfileId; quietFrom: number | null; quietUntil: number | null },
  now: Date,
): Date | null {
  const { timeZone, smsHours } = PROFILES[mailbox.profile]
  const { quietFrom: from, quietUntil: until } = mailbox
  const quiet = from === null || until === null ? null : { from, until }
  return momentFor(channel, { timeZone, smsHours, quiet }, now)
}
