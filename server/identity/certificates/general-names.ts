/** GeneralName (RFC 5280 §4.2.1.6), read strictly. Kinds this room has no use for keep their bytes. */
import { ascii, type Der, DerError, elementsOf, readDer, sequence } from './der.ts'
import { type DistinguishedName, readName } from './names.ts'
import { onlyOne } from './read-certificate.ts'

export type GeneralName =
  | { readonly kind: 'email' | 'dns' | 'uri'; readonly text: string }
  | { readonly kind: 'directory'; readonly name: DistinguishedName }
  /** 4 or 16 octets; 8 or 32 in a constraint, address and mask. */
  | { readonly kind: 'ip'; readonly octets: Buffer }
  | { readonly kind: 'other'; readonly tag: number; readonly bytes: Buffer }

export function readGeneralName(element: Der): GeneralName {
  switch (element.tag) {
    case 0x81:
      return { kind: 'email', text: ascii(element.content) }
    case 0x82:
      return { kind: 'dns', text: ascii(element.content) }
    case 0x86:
      return { kind: 'uri', text: ascii(element.content) }
    case 0xa4:
      return { kind: 'directory', name: readName(onlyOne(element)) }
    case 0x87:
      return { kind: 'ip', octets: element.content }
    case 0xa0:
    case 0xa3:
    case 0xa5:
    case 0x88:
      return { kind: 'other', tag: element.tag, bytes: element.bytes }
    default:
      throw new DerError('a general name is of an unknown kind')
  }
}

/** The content of a subjectAltName: at least one name. */
export function readGeneralNames(value: Buffer): GeneralName[] {
  const names = sequence(readDer(value)).map(readGeneralName)
  if (names.length === 0) throw new DerError('a list of names is empty')
  return names
}

export const namesInside = (wrapper: Der): GeneralName[] => elementsOf(wrapper).map(readGeneralName)
