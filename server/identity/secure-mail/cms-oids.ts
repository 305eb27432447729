/** Object identifiers of CMS and S/MIME (RFC 5652, 5083, 5084, 5753, 8551) that this room reads or writes. */
export const CONTENT = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  authEnvelopedData: '1.2.840.113549.1.9.16.1.23',
} as const

export const ATTRIBUTE = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  capabilities: '1.2.840.113549.1.9.15',
} as const

export const DIGESTS = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
} as const
export const SHA256 = '2.16.840.1.101.3.4.2.1'

export const CIPHER = {
  aes256cbc: '2.16.840.1.101.3.4.1.42',
  aes256wrap: '2.16.840.1.101.3.4.1.45',
  aes256gcm: '2.16.840.1.101.3.4.1.46',
} as const

export const RSA = {
  encryption: '1.2.840.113549.1.1.1',
  oaep: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  pss: '1.2.840.113549.1.1.10',
} as const

export const EC = {
  publicKey: '1.2.840.10045.2.1',
  /** dhSinglePass-stdDH-sha256kdf-scheme */
  agreement: '1.3.132.1.11.1',
} as const
