/** B-07: a letter that is a link opens to who shows an electronic ID for it, again, however strong the session is. */
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { isShownLately, LINK_TYPE } from '#rules/link-letter.ts'
import type { StoredDocument } from './letters.store.ts'

/** @throws Refusal `id-not-shown-lately`, which the web app answers with a step-up in place */
export function requireIdShown(
  house: House,
  actor: Actor,
  documents: readonly Pick<StoredDocument, 'media_type'>[],
): void {
  const isLink = documents.some((document) => document.media_type === LINK_TYPE)
  if (isLink && !isShownLately(actor.idShownAt, house.clock())) throw refuse('id-not-shown-lately')
}
