/** manifest.json: what the whole file says of every letter. */
import { isUtf8 } from 'node:buffer'
import { BatchManifest } from '#api/batches.ts'
import type { Fault } from '#api/problems.ts'
import type { Archive } from '#dispatch/files/open-archive.ts'
import { refuse } from '#ground/refuse.ts'
import { validate } from '#ground/validate.ts'
import { readTitle } from '#rules/letter-title.ts'
import { wantsFault } from '#rules/wants.ts'

const NAME = 'manifest.json'
const MANIFEST_BYTES_MAX = 256 * 1024
const LIST_ENDING = /\.(csv|jsonl|ndjson)$/i

/** @throws Refusal manifest-missing, manifest-invalid */
export async function readManifest(archive: Archive): Promise<BatchManifest> {
  if (!archive.has(NAME)) throw refuse('manifest-missing', hintOf(archive))
  if (archive.sizeOf(NAME) > MANIFEST_BYTES_MAX)
    throw invalid([
      { field: NAME, reason: 'too-large', message: `Must be at most ${MANIFEST_BYTES_MAX / 1024} KiB.` },
    ])
  const bytes = await archive.bytes(NAME)
  if (!isUtf8(bytes)) throw invalid([{ field: NAME, reason: 'encoding', message: 'Is not UTF-8.' }])
  const read = validate(BatchManifest, parse(bytes.toString()))
  if (read.kind === 'faults') throw invalid(read.faults)
  const manifest = composed(read.value)
  const faults: Fault[] = []
  if (!LIST_ENDING.test(manifest.recipients))
    faults.push({ field: 'recipients', reason: 'ending', message: 'Must end in .csv or .jsonl.' })
  else if (!archive.has(manifest.recipients))
    faults.push({
      field: 'recipients',
      reason: 'missing',
      message: `There is no "${manifest.recipients}" in the archive.`,
    })
  const title = readTitle(manifest.title)
  if (title.kind === 'fault') faults.push(title.fault)
  manifest.documents.forEach((name, i) => {
    if (manifest.documents.indexOf(name) !== i)
      faults.push({ field: `documents.${i}`, reason: 'twice', message: `"${name}" is named twice.` })
  })
  const wants = manifest.wants && wantsFault(manifest.wants)
  if (wants) faults.push(wants)
  if (faults.length > 0) throw invalid(faults)
  return title.kind === 'ok' ? { ...manifest, title: title.title } : manifest
}

/** Names are compared in composed form, as those of the archive. */
const composed = (manifest: BatchManifest): BatchManifest => ({
  ...manifest,
  recipients: manifest.recipients.normalize('NFC'),
  documents: manifest.documents.map((name) => name.normalize('NFC')),
})

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    // "… at position 12 (line 1 column 13)": the place may be told, the text around it not.
    const place = /\(line \d+ column \d+\)/.exec((error as Error).message)?.[0] ?? ''
    throw invalid([{ field: NAME, reason: 'json', message: `Is not valid JSON ${place}`.trim() }])
  }
}

const invalid = (faults: readonly Fault[]) => refuse('manifest-invalid', { faults })

/** Packing the folder instead of what is in it is the usual way to get this wrong. */
function hintOf(archive: Archive): { detail?: string } {
  for (const name of archive.names())
    if (name.endsWith(`/${NAME}`) && !name.startsWith('__MACOSX/'))
      return {
        detail: `There is one at "${name.slice(0, 100)}": pack what is in the folder, not the folder.`,
      }
  return {}
}
