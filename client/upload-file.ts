/** A resumable upload by tus. The post office knows an upload by its Idempotency-Key: asked again with the same key it says how
 * much is there, so an interrupted upload goes on without anything kept on this side. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { DetailedError, Upload } from 'tus-js-client'
import { BrevhusProblem, problemOf, unreachable } from './brevhus-problem.ts'

/** A piece is one request: small enough to be through well within a minute on a slow line. */
const PIECE_BYTES = 8 * 1024 * 1024
const RETRY_DELAYS_MS = [250, 1000, 3000, 8000, 15_000]

export type UploadFile = {
  path: string
  onProgress?: ((sentBytes: number, totalBytes: number) => void) | undefined
  signal?: AbortSignal | undefined
}

/** @param location where the upload goes on, as the post office told. @returns when all of it is durable there */
export async function uploadTo(
  location: string,
  { path, onProgress, signal }: UploadFile,
  token: () => Promise<string>,
): Promise<void> {
  const { size } = await stat(path)
  signal?.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(createReadStream(path) as never, {
      uploadUrl: location,
      uploadSize: size,
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      storeFingerprintForResuming: false,
      onBeforeRequest: async (request) => request.setHeader('authorization', `Bearer ${await token()}`),
      onProgress: (sent, total) => onProgress?.(sent, total),
      onSuccess: () => resolve(),
      onError: (error) => reject(failureOf(location, error)),
    })
    signal?.addEventListener('abort', () => void upload.abort().then(() => reject(signal.reason), reject), {
      once: true,
    })
    upload.start()
  })
}

function failureOf(location: string, error: Error): BrevhusProblem {
  if (error instanceof BrevhusProblem) return error
  const response = error instanceof DetailedError ? error.originalResponse : undefined
  if (!response) return unreachable(location, error)
  return problemOf(response.getStatus(), response.getBody())
}
