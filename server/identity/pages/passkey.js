// Passkeys on the sign-in pages. They are the one thing that needs script: the button appears only where it works.
// Everything it needs to know stands in the page; the server decides where to go next.
;(() => {
  const part = document.querySelector('[data-passkey]')
  if (!part || !window.PublicKeyCredential || !navigator.credentials) return
  const button = part.querySelector('button')
  const status = part.querySelector('[role=status]')
  const { ask, answer, form, next, waiting, failed, stopped, wait } = part.dataset
  part.hidden = false

  const toBytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0))
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '')

  async function post(address, body) {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const content = await response.json()
    if (response.ok) return content
    throw Object.assign(new Error(content.code), { refused: content.code })
  }

  async function confirm() {
    const bound = form ? { form } : {}
    const { challengeId, options } = await post(ask, bound)
    const credential = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: toBytes(options.challenge),
        allowCredentials: (options.allowCredentials ?? []).map((key) => ({ ...key, id: toBytes(key.id) })),
      },
    })
    const { response } = credential
    const assertion = {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response: {
        clientDataJSON: toText(response.clientDataJSON),
        authenticatorData: toText(response.authenticatorData),
        signature: toText(response.signature),
        userHandle: response.userHandle ? toText(response.userHandle) : null,
      },
    }
    const done = await post(answer, { ...bound, ...(form ? { next } : {}), challengeId, assertion })
    location.assign(done.next ?? next)
  }

  button.addEventListener('click', async () => {
    button.disabled = true
    status.textContent = waiting
    try {
      await confirm()
    } catch (error) {
      status.textContent = error.refused === 'sign-in-wait' ? wait : error.refused ? failed : stopped
      button.disabled = false
      button.focus()
    }
  })
})()
