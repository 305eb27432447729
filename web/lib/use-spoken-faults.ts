import { useEffect } from 'react'

const MESSAGE = '[data-field="validation"]'
/** Long enough for a form to move the focus to what is wrong, in ms. */
const FOCUS_MS = 150

/**
 * What is wrong with a field is read to whoever comes to it. Where the focus is there already, or stays on the button, nobody would hear
 * it: a message that appears and is not read so is made an alert, wherever on the pages it is.
 */
export function useSpokenFaults(): void {
  useEffect(() => {
    const watch = new MutationObserver((changes) => {
      const before = document.activeElement
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes]))
        if (node instanceof Element)
          for (const message of [node, ...node.querySelectorAll(MESSAGE)])
            if (message.matches(MESSAGE)) setTimeout(() => speak(message, before), FOCUS_MS)
    })
    watch.observe(document.body, { subtree: true, childList: true })
    return () => watch.disconnect()
  }, [])
}

function speak(message: Element, before: Element | null): void {
  const { activeElement } = document
  const read = activeElement?.getAttribute('aria-describedby')?.split(' ').includes(message.id)
  if (activeElement === before || !read) message.setAttribute('role', 'alert')
}
