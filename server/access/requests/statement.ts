/** What somebody wrote in a request and handed in with it, sealed with the key of their own mailbox. */
import { hash } from 'node:crypto'
import { openDocument, openRange, sealDocument } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import type { PaperRow, RequestRow } from './requests.store.ts'

export type Statement = {
  readonly subjectName: string
  /** Canonical digits. */
  readonly subjectNumber: string
  readonly country: 'dk' | 'no'
  readonly description: string
  readonly email: string
  /** E.164 */
  readonly phone: string
  readonly coAttorneys: readonly string[]
}

type Keys = Pick<House, 'vault'>

export async function sealStatement(
  { vault }: Keys,
  { mailboxId, requestId }: { mailboxId: string; requestId: string },
  statement: Statement,
): Promise<{ statementSealed: Uint8Array; statementKey: Uint8Array }> {
  const { key, sealed } = sealDocument(Buffer.from(JSON.stringify(statement)), { documentId: requestId })
  const [wrapped] = await vault.wrap([{ mailboxId, documentId: requestId, key }])
  return { statementSealed: sealed, statementKey: wrapped! }
}

/** In the order given. @throws what the vault throws when the key of a mailbox is erased */
export async function openStatements(
  { vault }: Keys,
  requests: readonly Pick<RequestRow, 'mailboxId' | 'requestId' | 'statementKey' | 'statementSealed'>[],
): Promise<Statement[]> {
  if (requests.length === 0) return []
  const keys = await vault.unwrap(
    requests.map(({ mailboxId, requestId, statementKey }) => ({
      mailboxId,
      documentId: requestId,
      wrapped: statementKey,
    })),
  )
  return requests.map(({ requestId, statementSealed }, i) => {
    const plain = openDocument(statementSealed, { key: keys[i]!, documentId: requestId })
    return JSON.parse(Buffer.from(plain).toString('utf8')) as Statement
  })
}

export async function openPaper(
  house: Pick<House, 'vault' | 'blobs'>,
  mailboxId: string,
  { documentId, wrappedKey, packId, packOffset, sizeBytes }: PaperRow,
): Promise<Buffer> {
  const [key] = await house.vault.unwrap([{ mailboxId, documentId, wrapped: wrappedKey }])
  const read = (offset: number, length: number) => house.blobs.read(packId, packOffset + offset, length)
  const parts: Uint8Array[] = []
  for await (const part of openRange(read, { key: key!, documentId, sizeBytes })) parts.push(part)
  return Buffer.concat(parts)
}

/** One digest over everything a member of staff decides about. */
export function digestOf(request: RequestRow, papers: readonly PaperRow[]): Buffer {
  const lines = [
    request.requestId,
    request.kind,
    hash('sha256', request.statementSealed, 'hex'),
    ...papers.map(({ kind, sha256 }) => `${kind} ${sha256.toString('hex')}`),
  ]
  return Buffer.from(hash('sha256', lines.join('\n'), 'hex'), 'hex')
}
