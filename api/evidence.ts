/** The wire of the public evidence log. Heads, tiles and the key have formats of their own (C2SP tlog-tiles, PEM); only the
 * consistency proof is ours. Nothing here is about anybody (R30): hashes, sizes, signatures. */
import Type, { type Static } from 'typebox'

const TreeSize = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Number of entries in the log.',
})

/** GET /evidence/consistency?from=&to= */
export const ConsistencyQuery = Type.Object({ from: TreeSize, to: TreeSize }, { additionalProperties: false })
export type ConsistencyQuery = Static<typeof ConsistencyQuery>

export const ConsistencyProof = Type.Object(
  {
    from: TreeSize,
    to: TreeSize,
    hashes: Type.Array(Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }), {
      description: 'Proof of RFC 9162 §2.1.4.1, SHA-256 hashes in base64.',
      maxItems: 128,
    }),
  },
  { additionalProperties: false },
)
export type ConsistencyProof = Static<typeof ConsistencyProof>
