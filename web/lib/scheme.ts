/** Light, dark or as the system: a choice of this device, read before the first paint by public/scheme.js. */
export type Scheme = 'system' | 'light' | 'dark'

const KEY = 'brevhus.scheme'

export function chosenScheme(): Scheme {
  const chosen = document.documentElement.dataset.colorScheme
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

export function chooseScheme(scheme: Scheme): void {
  const { dataset } = document.documentElement
  if (scheme === 'system') delete dataset.colorScheme
  else dataset.colorScheme = scheme
  try {
    if (scheme === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, scheme)
  } catch {
    // Storage may be forbidden: the choice then lasts until the page is left.
  }
}
