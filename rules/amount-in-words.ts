/**
 * An amount as a reader of that locale writes it. Swedes write DKK and NOK: the "Dkr" and "Nkr" of the language tables are of
 * another time.
 */
export function amountInWords(locale: string, minor: number, currency: string): string {
  const currencyDisplay = /^sv\b/.test(locale) && currency !== 'SEK' ? 'code' : 'symbol'
  return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay }).format(minor / 100)
}
