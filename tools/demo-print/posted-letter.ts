/** A letter as the demo print house took it over. */
export type PostedLetter = {
  id: string
  key: string
  to: { name: string; lines: string[]; postcode: string; city: string; country: string }
  postage: string
  status: 'accepted' | 'printed' | 'posted' | 'returned' | 'refused'
  at: string
  pdf: Buffer
}
