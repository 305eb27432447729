/**
 * Documents on their way in (B-05), for the whole visit: going to another page stops nothing. Each goes in parts; what was cut off goes
 * on from where the server has it. Two at a time, so that a slow line is not shared by twenty.
 */
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { OwnDocument, Upload } from '#api/own-documents.ts'
import { OWN_DOCUMENTS } from '#rules/own-documents.ts'
import { CallFailed, callApi, leaveIfSignedOut, sendBytes } from './call-api.ts'

export type UploadItem = {
  readonly key: number
  readonly name: string
  readonly sizeBytes: number
  readonly sentBytes: number
  readonly state: 'waiting' | 'sending' | 'checking' | 'kept' | 'failed' | 'cancelled'
  /** Of `failed`: a key of the texts of reasons. */
  readonly reason: string | null
  readonly letterId: string | null
}

export type Uploads = {
  items(): readonly UploadItem[]
  subscribe(listener: () => void): () => void
  /** `onKept` is told of each that is there now. */
  add(files: readonly File[], place: string, onKept: (document: OwnDocument, place: string) => void): void
  cancel(key: number): void
  again(key: number): void
  forget(key: number): void
}

const AT_ONCE = 2
const TRIES = 3
const RETRY_MS = 1500
/** What turns or hides text in a name is not shown either while it is on its way. */
const HIDDEN = /[\p{Cc}\p{Cf}]/gu

type Work = {
  item: UploadItem
  file: File
  place: string
  uploadId: string | null
  stop: AbortController
  onKept: (document: OwnDocument, place: string) => void
}

export function createUploads(): Uploads {
  let works: readonly Work[] = []
  let shown: readonly UploadItem[] = []
  let keys = 0
  const listeners = new Set<() => void>()
  const tell = () => {
    shown = works.map(({ item }) => item)
    for (const listener of listeners) listener()
  }
  const change = (work: Work, more: Partial<UploadItem>) => {
    work.item = { ...work.item, ...more }
    tell()
  }
  const next = () => {
    const running = works.filter(({ item }) => item.state === 'sending' || item.state === 'checking').length
    for (const work of works.filter(({ item }) => item.state === 'waiting').slice(0, AT_ONCE - running))
      void run(work)
  }
  const run = async (work: Work) => {
    change(work, { state: 'sending', reason: null })
    try {
      await send(work, (sentBytes) => change(work, { sentBytes }))
      change(work, { state: 'checking' })
      const document = await finish(work)
      change(work, { state: 'kept', letterId: document.letterId, name: document.fileName })
      work.onKept(document, work.place)
    } catch (error) {
      if (work.item.state === 'cancelled' || leaveIfSignedOut(error)) return
      const reason = reasonOf(error)
      // What is wrong with the file stays wrong: only what the line or the server did goes on from where it stopped.
      if (reason !== 'offline' && reason !== 'server') work.uploadId = null
      change(work, { state: 'failed', reason })
    } finally {
      next()
    }
  }
  const find = (key: number) => works.find(({ item }) => item.key === key)
  return {
    items: () => shown,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(files, place, onKept) {
      const added = files.map((file): Work => {
        const name = file.name.replace(HIDDEN, '') || '?'
        const tooLarge = file.size > OWN_DOCUMENTS.fileBytesMax
        const reason = file.size === 0 ? 'empty' : tooLarge ? 'too-large' : null
        const item = {
          key: ++keys,
          name,
          sizeBytes: file.size,
          sentBytes: 0,
          reason,
          letterId: null,
        } as const
        const state = reason ? 'failed' : 'waiting'
        return { item: { ...item, state }, file, place, uploadId: null, stop: new AbortController(), onKept }
      })
      works = [...works, ...added]
      tell()
      next()
    },
    cancel(key) {
      const work = find(key)
      if (!work) return
      change(work, { state: 'cancelled' })
      work.stop.abort()
      if (work.uploadId) callApi('DELETE', `/api/uploads/${work.uploadId}`).catch(() => undefined)
      next()
    },
    again(key) {
      const work = find(key)
      if (!work) return
      work.stop = new AbortController()
      change(work, { state: 'waiting', reason: null })
      next()
    },
    forget(key) {
      works = works.filter(({ item }) => item.key !== key)
      tell()
    },
  }
}

async function send(work: Work, sent: (bytes: number) => void): Promise<void> {
  const { file, stop } = work
  const upload = work.uploadId
    ? await callApi<Upload>('GET', `/api/uploads/${work.uploadId}`, undefined, stop.signal)
    : await callApi<Upload>('POST', '/api/uploads', { sizeBytes: file.size }, stop.signal)
  work.uploadId = upload.uploadId
  let at = upload.receivedBytes
  sent(at)
  for (let tries = 0; at < file.size; ) {
    const part = await file.slice(at, at + upload.partBytesMax).arrayBuffer()
    try {
      const taken = await sendBytes<Upload>(`/api/uploads/${upload.uploadId}/parts/${at}`, part, stop.signal)
      at = taken.receivedBytes
      tries = 0
    } catch (error) {
      const passing =
        error instanceof CallFailed &&
        (error.kind === 'offline' || error.kind === 'server' || error.status === 409)
      if (stop.signal.aborted || !passing || ++tries >= TRIES) throw error
      await pause(RETRY_MS * tries)
      // The part may have arrived and its answer not.
      at = (await callApi<Upload>('GET', `/api/uploads/${upload.uploadId}`, undefined, stop.signal))
        .receivedBytes
    }
    sent(at)
  }
}

async function finish(work: Work): Promise<OwnDocument> {
  const body = { fileName: work.file.name.slice(0, OWN_DOCUMENTS.fileNameMax), place: work.place }
  for (let tries = 1; ; tries++) {
    try {
      return await callApi<OwnDocument>(
        'POST',
        `/api/uploads/${work.uploadId}/finish`,
        body,
        work.stop.signal,
      )
    } catch (error) {
      const passing = error instanceof CallFailed && (error.kind === 'offline' || error.kind === 'server')
      if (work.stop.signal.aborted || !passing || tries >= 2 * TRIES) throw error
      await pause((error.retryAfterSeconds ?? 2) * 1000)
    }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof CallFailed)) return 'server'
  if (error.code === 'file-not-taken') return error.reason ?? 'unknown-kind'
  if (error.kind === 'offline') return 'offline'
  return error.code ?? 'server'
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

export const UploadsContext = createContext<Uploads | null>(null)

export function useUploads(): Uploads {
  const uploads = useContext(UploadsContext)
  if (!uploads) throw new Error('useUploads outside the frame')
  return uploads
}

export function useUploadItems(): readonly UploadItem[] {
  const uploads = useUploads()
  return useSyncExternalStore(uploads.subscribe, uploads.items)
}
