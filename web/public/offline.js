// Shows the page in the language last used here, and goes on by itself once the network is back. Without script all four stand there.
;(() => {
  const AGAIN = { da: 'Prøv igen', nb: 'Prøv igjen', sv: 'Försök igen', en: 'Try again' }
  let language = null
  try {
    language = localStorage.getItem('brevhus.language')
  } catch {
    // Storage may be forbidden; then all four are shown.
  }
  if (language && Object.hasOwn(AGAIN, language)) {
    document.documentElement.lang = language
    for (const part of document.querySelectorAll('.bh-card [lang]')) part.hidden = part.lang !== language
    document.querySelector('[data-again]').textContent = AGAIN[language]
  }
  addEventListener('online', () => location.reload())
})()
