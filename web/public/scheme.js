// Before the first paint: the scheme chosen on this device, if one was. Without it the system decides.
// A file of its own because the content security policy allows no script inside the page.
;(() => {
  try {
    const chosen = localStorage.getItem('brevhus.scheme')
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.colorScheme = chosen
  } catch {
    // Storage may be forbidden; the system's scheme is a good answer.
  }
})()
