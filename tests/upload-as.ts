/** Uploads a document of one's own, over HTTP, as the web app does. */
import type { OwnDocument, Upload } from '#api/own-documents.ts'
import type { App } from '#ground/routes.ts'
import { OWN_DOCUMENTS } from '#rules/own-documents.ts'
import type { SeededPerson } from './seed-people.ts'
import { as } from './sign-in-as.ts'

type Said<T> = {
  status: number
  body: T & { code?: string; faults?: { field: string; reason: string; message: string }[] }
}

export function uploads(app: App, person: SeededPerson) {
  const say = async <T>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    type?: string,
  ): Promise<Said<T>> => {
    const answer = await app.inject({
      method,
      url,
      headers: { ...as(person), ...(type && { 'content-type': type }) },
      ...(payload && { payload }),
    })
    return { status: answer.statusCode, body: (answer.body ? answer.json() : {}) as Said<T>['body'] }
  }
  const begin = (sizeBytes: number) => say<Upload>('POST', '/api/uploads', { sizeBytes })
  const part = (uploadId: string, offset: number, bytes: Uint8Array) =>
    say<Upload>(
      'PUT',
      `/api/uploads/${uploadId}/parts/${offset}`,
      Buffer.from(bytes),
      'application/octet-stream',
    )
  const state = (uploadId: string) => say<Upload>('GET', `/api/uploads/${uploadId}`)
  const cancel = (uploadId: string) => say('DELETE', `/api/uploads/${uploadId}`)
  const finish = (uploadId: string, fileName: string, place?: string) =>
    say<OwnDocument>('POST', `/api/uploads/${uploadId}/finish`, { fileName, ...(place && { place }) })
  const put = async (bytes: Uint8Array, fileName: string, place?: string) => {
    const begun = await begin(bytes.length)
    if (begun.status !== 201) return begun as unknown as Said<OwnDocument>
    const { uploadId } = begun.body
    for (let at = 0; at < bytes.length; at += OWN_DOCUMENTS.partBytesMax) {
      const sent = await part(uploadId, at, bytes.subarray(at, at + OWN_DOCUMENTS.partBytesMax))
      if (sent.status !== 200) throw new Error(`part at ${at}: ${sent.status} ${JSON.stringify(sent.body)}`)
    }
    return finish(uploadId, fileName, place)
  }
  return { begin, part, state, cancel, finish, put }
}
