/** Whom a letter is for, as somebody types it at a command line. Nothing is judged here but which kind it is: the post office
 * knows the law, and says what is wrong with a number or an address. */
import type { Recipient } from '#api/dispatch.ts'
import { UsageFault } from './terminal/say-failure.ts'

export type RecipientWords = {
  to?: string | undefined
  name?: string | undefined
  address?: string | undefined
  country?: 'dk' | 'no' | undefined
}

/** @throws UsageFault */
export function readRecipientWords({ to, name, address, country }: RecipientWords): Recipient {
  if (to !== undefined && (name !== undefined || address !== undefined))
    throw new UsageFault('Give either --to, or --name and --address.')
  const where = country === undefined ? {} : { country }
  if (to !== undefined) return { ...where, ...oneWord(to.trim()) }
  if (address === undefined)
    throw new UsageFault(
      'Say whom the letter is for: --to with a number, digital address or e-mail, or --name and --address.',
    )
  return { ...where, ...nameWords(name), ...addressWords(address) }
}

function oneWord(to: string): Recipient {
  if (to.includes('#')) return { digitalAddress: to }
  if (to.includes('@')) return { email: to }
  const digits = to.replace(/[\s-]/g, '')
  // CPR has ten digits, fødselsnummer eleven; CVR eight, organisasjonsnummer nine.
  if (/^\d{10,11}$/.test(digits)) return { nationalNumber: to }
  if (/^\d{8,9}$/.test(digits)) return { enterpriseNumber: to }
  throw new UsageFault(
    'What --to says is no national or enterprise number, digital address (with #) or e-mail address (with @).',
  )
}

/** The first given name and the last word of the name are what counts (S-01). */
function nameWords(name: string | undefined): Recipient {
  const words = name?.trim().split(/\s+/).filter(Boolean) ?? []
  if (name !== undefined && words.length === 0) throw new UsageFault('--name is empty.')
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return {
    ...(first === undefined ? {} : { firstName: first }),
    ...(last === undefined ? {} : { lastName: last }),
  }
}

function addressWords(address: string): Recipient {
  // Typed addresses have a comma and a place; a KVHX has neither, and the post office knows its spellings.
  if (/^\s*(?:\d{8}[^,]{2,11}|\d{1,4}\s*[-/;]\s*\d{1,4}\s*[-/;][^,]+)$/.test(address))
    return { kvhx: address.trim() }
  const parts = address.split(',').map((part) => part.trim())
  const [, postcode, city] = /^(\d{4})\s+(\S.*)$/.exec(parts.at(-1) ?? '') ?? []
  const street = parts.slice(0, -1).filter(Boolean).join(', ')
  if (postcode === undefined || city === undefined || street === '')
    throw new UsageFault(
      'Write --address as "road and number, floor and door, postcode city", such as "Ahornvej 12, 2. tv, 5000 Odense C", or as a KVHX key.',
    )
  return { street, postcode, city }
}
