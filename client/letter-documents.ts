/** Documents as a sender has them: files, or bytes already read. */
import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { DocumentType } from '#api/dispatch.ts'
import { fileWords } from './file-words.ts'

export type LetterDocument =
  | { readonly path: string; readonly fileName?: string }
  | { readonly bytes: Uint8Array; readonly mediaType: DocumentType; readonly fileName: string }

export class DocumentFault extends Error {
  override name = 'DocumentFault'
}

const MEDIA_TYPES: Readonly<Record<string, DocumentType>> = {
  '.pdf': 'application/pdf',
  '.html': 'text/html',
  '.htm': 'text/html',
  '.txt': 'text/plain',
  '.uri': 'text/uri-list',
}

/** By the file's name; undefined when a letter cannot be that. */
export const mediaTypeOf = (path: string): DocumentType | undefined =>
  MEDIA_TYPES[extname(path).toLowerCase()]

/** @throws DocumentFault in words for whoever named the file */
export async function readDocument(
  document: LetterDocument,
): Promise<{ bytes: Uint8Array; mediaType: DocumentType; fileName: string }> {
  if ('bytes' in document) return document
  const mediaType = mediaTypeOf(document.path)
  if (!mediaType) throw new DocumentFault(`${document.path}: letters are .pdf, .html, .txt or .uri files.`)
  try {
    const bytes = await readFile(document.path)
    return { bytes, mediaType, fileName: document.fileName ?? basename(document.path) }
  } catch (error) {
    throw new DocumentFault(`${document.path}: cannot be read (${fileWords(error)}).`)
  }
}
