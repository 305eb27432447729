/** A letter's subject and file names are content: sealed with the content key of the document they belong to, each bound
 * to its own place, so that one can never be served as the other. */
import { openTitle, sealTitle } from '#ground/envelope.ts'

type Content = { key: Uint8Array; documentId: string }

export const sealSubject = ({ key, documentId }: Content, subject: string): Uint8Array =>
  sealTitle(key, `${documentId}/subject`, subject)

export const openSubject = ({ key, documentId }: Content, sealed: Uint8Array): string =>
  openTitle(key, `${documentId}/subject`, sealed)

export const sealFileName = ({ key, documentId }: Content, fileName: string): Uint8Array =>
  sealTitle(key, `${documentId}/file-name`, fileName)

export const openFileName = ({ key, documentId }: Content, sealed: Uint8Array): string =>
  openTitle(key, `${documentId}/file-name`, sealed)
