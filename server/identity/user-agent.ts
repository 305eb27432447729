/** "Firefox, Windows" out of a user-agent line, for a person's list of sessions. Rough by design: nothing depends on it. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPad\b/, 'iPad'],
  [/\biPhone\b/, 'iPhone'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
  [/\bCrOS\b/, 'Chromebook'],
  [/\bLinux\b/, 'Linux'],
]

/** null when neither browser nor system is recognised. */
export function describeBrowser(userAgent: string | null): string | null {
  if (!userAgent) return null
  const find = (table: readonly [RegExp, string][]) => table.find(([mark]) => mark.test(userAgent))?.[1]
  const words = [find(BROWSERS), find(SYSTEMS)].filter((word) => word !== undefined)
  return words.length > 0 ? words.join(', ') : null
}
