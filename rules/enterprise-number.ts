import { plainSeparators, weightedSum } from './number-verdict.ts'

export type EnterpriseNumberVerdict =
  | { kind: 'valid'; number: string; type: 'cvr' | 'orgnr' }
  | { kind: 'invalid'; reason: 'format' | 'check-digit' }

const KINDS = {
  // The Danish Business Authority: 8 digits, modulus 11, never a leading zero. The VAT spelling has `DK` before it.
  dk: { type: 'cvr', shape: /^(?:DK)?[ -]?([1-9]\d{7})$/, weights: [2, 7, 6, 5, 4, 3, 2, 1] },
  // The Brønnøysund Register Centre: 9 digits, modulus 11. The VAT spelling has `NO` before it and `MVA` after.
  no: {
    type: 'orgnr',
    shape: /^(?:NO)?[ -]?([1-9]\d{8})[ -]?(?:MVA)?$/,
    weights: [3, 2, 7, 6, 5, 4, 3, 2, 1],
  },
} as const

/** Reads a CVR number (`dk`) or an organisation number (`no`) and gives canonical digits (P-07). */
export function parseEnterpriseNumber(country: keyof typeof KINDS, text: string): EnterpriseNumberVerdict {
  const kind = KINDS[country]
  const plain = plainSeparators(text)
    .toUpperCase()
    .replace(/(?<=\d)[ -](?=\d)/g, '')
  const number = kind.shape.exec(plain)?.[1]
  if (number === undefined) return { kind: 'invalid', reason: 'format' }
  if (weightedSum(number, kind.weights) % 11 !== 0) return { kind: 'invalid', reason: 'check-digit' }
  return { kind: 'valid', number, type: kind.type }
}
