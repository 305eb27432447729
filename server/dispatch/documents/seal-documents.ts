/** A document comes in, is looked at, and is sealed before it is kept anywhere. */
import { hash } from 'node:crypto'
import { DOCUMENT_BYTES_MAX, DOCUMENT_TYPES, type DocumentType } from '#api/dispatch.ts'
import { checkContent } from '#dispatch/documents/check-content.ts'
import type { SealedDocument } from '#dispatch/sorting/submission.ts'
import { sealDocument } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'

/** `place` names the document in a fault: the part, the path in the archive, or `body`. A scanner that answers at once is
 * asked now; one that waits is asked by the worker, after acceptance (`scanNow` asks it all the same). */
export async function takeDocument(
  house: House,
  given: { bytes: Uint8Array; mediaType: string; place: string; scanNow?: boolean },
): Promise<SealedDocument> {
  const mediaType = typeOf(given.mediaType)
  if (!mediaType)
    throw fault(
      'document-unreadable',
      given.place,
      'media-type',
      `Must be one of: ${DOCUMENT_TYPES.join(', ')}.`,
    )
  if (given.bytes.length > DOCUMENT_BYTES_MAX)
    throw fault(
      'document-unreadable',
      given.place,
      'too-large',
      `Must be at most ${DOCUMENT_BYTES_MAX / 1024 / 1024} MiB.`,
    )
  const finding = checkContent(mediaType, given.bytes)
  if (finding) throw fault('document-unreadable', given.place, finding.reason, finding.message)
  const documentId = newId(house.clock().getTime())
  const verdict =
    house.scanner.waits && !given.scanNow ? 'waiting' : await scan(house, given.bytes, mediaType, given.place)
  const { key, sealed } = sealDocument(given.bytes, { documentId })
  return {
    documentId,
    mediaType,
    sizeBytes: given.bytes.length,
    sha256: Buffer.from(hash('sha256', given.bytes, 'binary'), 'latin1'),
    key,
    verdict,
    content: { sealed },
    stored: false,
  }
}

async function scan(
  house: House,
  bytes: Uint8Array,
  mediaType: string,
  place: string,
): Promise<'not-scanned' | 'clean'> {
  const verdict = await house.scanner.inspect({ bytes, mediaType })
  if (verdict.kind === 'refused')
    throw fault('document-refused', place, 'content', `The content check found: ${verdict.finding}.`)
  return verdict.kind
}

function typeOf(mediaType: string): DocumentType | undefined {
  const bare = mediaType.split(';')[0]!.trim().toLowerCase()
  return DOCUMENT_TYPES.find((type) => type === bare)
}

function fault(
  code: 'document-unreadable' | 'document-refused',
  field: string,
  reason: string,
  message: string,
) {
  return refuse(code, { faults: [{ field, reason, message }] })
}
