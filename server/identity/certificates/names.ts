/** Distinguished names: read, and compared as RFC 5280 §7.1 asks (case and inner white space do not count). */
import { type Der, DerError, elementsOf, expect, oid, sequence, TAG, text } from './der.ts'

export type NameAttribute = {
  readonly type: string
  readonly text: string | undefined
  readonly form: string
}

export type DistinguishedName = {
  readonly der: Buffer
  /** One list per RDN, outermost first. */
  readonly rdns: readonly (readonly NameAttribute[])[]
  /** Each RDN in the form that is compared. */
  readonly forms: readonly string[]
}

const ATTRIBUTES_MAX = 64

export function readName(element: Der | undefined): DistinguishedName {
  const name = expect(element, TAG.sequence)
  const rdns = elementsOf(name).map((rdn) => {
    const attributes = elementsOf(expect(rdn, TAG.set))
    if (attributes.length === 0 || attributes.length > ATTRIBUTES_MAX)
      throw new DerError('an RDN is empty or too large')
    return attributes.map(readAttribute)
  })
  if (rdns.length > ATTRIBUTES_MAX) throw new DerError('a name is too long')
  const forms = rdns.map((rdn) =>
    rdn
      .map(({ form }) => form)
      .sort()
      .join('\u0001'),
  )
  return { der: name.bytes, rdns, forms }
}

const COMPARED_AS_TEXT: readonly number[] = [
  TAG.utf8String,
  TAG.printableString,
  TAG.ia5String,
  TAG.teletexString,
  TAG.bmpString,
  TAG.visibleString,
]

function readAttribute(element: Der): NameAttribute {
  const [type, value, ...more] = sequence(element)
  if (more.length > 0 || !value) throw new DerError('an attribute has not two parts')
  const name = oid(type)
  if (!COMPARED_AS_TEXT.includes(value.tag))
    return { type: name, text: undefined, form: `${name}=#${value.bytes.toString('hex')}` }
  const said = text(value)
  return { type: name, text: said, form: `${name}=${foldText(said)}` }
}

/** LDAP string preparation as far as certificates need it (RFC 4518): compatibility form, case, white space. */
function foldText(said: string): string {
  return said.normalize('NFKC').toLowerCase().normalize('NFKC').trim().replace(/\s+/g, ' ')
}

export const sameName = (a: DistinguishedName, b: DistinguishedName): boolean =>
  a.forms.length === b.forms.length && a.forms.every((form, index) => form === b.forms[index])

/** Whether `name` lies in the subtree below `base` (RFC 5280 §4.2.1.10, directoryName). */
export const isBelow = (name: DistinguishedName, base: DistinguishedName): boolean =>
  base.forms.length <= name.forms.length && base.forms.every((form, index) => form === name.forms[index])

export const isEmptyName = (name: DistinguishedName): boolean => name.forms.length === 0

/** The first value of an attribute type, innermost RDN first. */
export function attributeOf(name: DistinguishedName, type: string): string | undefined {
  return name.rdns
    .flat()
    .reverse()
    .find((attribute) => attribute.type === type)?.text
}

export const NAME_OIDS = {
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  country: '2.5.4.6',
  organisation: '2.5.4.10',
  organisationIdentifier: '2.5.4.97',
  emailAddress: '1.2.840.113549.1.9.1',
} as const
