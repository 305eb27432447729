/** Receipts: a compact JWS (RFC 7515, EdDSA of RFC 8037) over one event of a letter, with what opens its commitment in the
 * evidence log. The signature counts from the moment of acceptance; once the log is sealed, an inclusion proof and a
 * signed head come beside it, and the receipt holds even against us. Ed25519 is deterministic: a receipt made again later
 * is the same, byte for byte, so none is stored. */
import { eventSalt, leafHashOf } from './evidence/commitment.ts'
import type { EvidenceEvent } from './evidence/events.ts'
import { type InclusionProof, type LeafAddress, tlogProofText } from './evidence/proof.ts'
import type { Signer } from './signer.ts'

/** What the JWS says. All members are always there. */
export type ReceiptPayload = {
  /** Origin of the evidence log: who says so. */
  readonly iss: string
  /** Time of the event, seconds since 1970 (RFC 7519). */
  readonly iat: number
  readonly event: EvidenceEvent
  /** The event's own salt, 32 bytes, base64url: SHA-256(salt ‖ canonical JSON of event) is the commitment. */
  readonly salt: string
  /** SHA-256(0x00 ‖ commitment), base64url. */
  readonly leafHash: string
  readonly leaf: LeafAddress
}

/** A receipt as a file: JSON that `verifier/` checks offline. `proof` (C2SP tlog-proof) once it is sealed. */
export type ReceiptFile = { readonly receipt: string; readonly proof?: string }

export type ReceiptOf = {
  readonly event: EvidenceEvent
  /** The letter's random 16 bytes. */
  readonly evidenceSalt: Uint8Array
  readonly leaf: LeafAddress
}

export type Issuer = { readonly origin: string; readonly signer: Signer }

/** Signs the receipt of one event. Costs some 30 µs. */
export function signReceipt({ origin, signer }: Issuer, { event, evidenceSalt, leaf }: ReceiptOf): string {
  const payload: ReceiptPayload = {
    iss: origin,
    iat: Math.floor(Date.parse(event.at) / 1000),
    event,
    salt: eventSalt(evidenceSalt, event.number).toString('base64url'),
    leafHash: leafHashOf(evidenceSalt, event).toString('base64url'),
    leaf: { chunkId: leaf.chunkId, leafNo: leaf.leafNo },
  }
  const input = `${headerOf(signer)}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`
  return `${input}.${Buffer.from(signer.sign(Buffer.from(input, 'latin1'))).toString('base64url')}`
}

/** The receipt as a file, with the proof when there is one. */
export function receiptFile(receipt: string, proof: InclusionProof): ReceiptFile {
  return proof.kind === 'included' ? { receipt, proof: tlogProofText(proof) } : { receipt }
}

const headers = new WeakMap<Signer, string>()

function headerOf(signer: Signer): string {
  const known = headers.get(signer)
  if (known !== undefined) return known
  const header = { alg: 'EdDSA', kid: signer.keyId, typ: 'brevhus-receipt+jws' }
  const encoded = Buffer.from(JSON.stringify(header)).toString('base64url')
  headers.set(signer, encoded)
  return encoded
}
