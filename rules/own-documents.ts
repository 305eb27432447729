/** Documents a person keeps beside their letters (B-05), and the room for them (B-04, D-23). */
export const OWN_DOCUMENTS = {
  /** Where `letter.sender_id` names a sender: nobody sent it (migration 0027). No uuid v7, so never a sender's. */
  senderId: '00000000-0000-0000-0000-000000000004',
  /** Ours: a scanned contract of a hundred pages; small enough to be looked through before it is kept. */
  fileBytesMax: 50_000_000,
  /** What comes in one request and is sealed as one part: within a minute also where the network is slow. */
  partBytesMax: 1024 * 1024,
  /** Uploads of one mailbox under way at once. */
  uploadsMax: 20,
  /** Hours after which an upload that nobody finished is given up. */
  uploadHours: 24,
  /** Ours: bytes one mailbox takes up in 24 hours, so that nobody fills the store where there is no quota. */
  dayBytesMax: 5_000_000_000,
  /** UTF-16 units of a name that is read at all. */
  fileNameMax: 1000,
} as const

export const isOwnDocument = (senderId: string): boolean => senderId === OWN_DOCUMENTS.senderId

export type Room = { kind: 'room' } | { kind: 'full'; usedBytes: number; quotaBytes: number }

/**
 * D-23: whether so many bytes more may be put in by the owner. Received mail counts and is never asked; it may fill the mailbox
 * above its quota, and then nothing more goes in by the owner's hand, not even something empty.
 */
export function roomFor(usedBytes: number, askedBytes: number, quotaBytes: number | null): Room {
  if (quotaBytes === null) return { kind: 'room' }
  const fits = usedBytes < quotaBytes && usedBytes + askedBytes <= quotaBytes
  return fits ? { kind: 'room' } : { kind: 'full', usedBytes, quotaBytes }
}
