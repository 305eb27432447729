import { type RefObject, useCallback, useLayoutEffect, useState } from 'react'

type Field = HTMLInputElement | HTMLTextAreaElement

/** By the letter they are for. In this window's memory alone: signing out and another mailbox begin a page that knows nothing of them. */
const kept = new Map<string, ReadonlyMap<string, string | FileList>>()

const fieldsOf = (form: HTMLFormElement) =>
  [...form.querySelectorAll<Field>('input[name], textarea[name]')].filter(({ type }) => type !== 'hidden')

/**
 * What is typed into a letter and not sent stays when its writer goes to another place, on purpose or by a wrong tap, and stands there
 * when they are back. `back`: something did. `forget`: it was sent.
 */
export function useKeptWords(form: RefObject<HTMLFormElement | null>, letter: string) {
  const [back] = useState(() => kept.has(letter))
  useLayoutEffect(() => {
    const element = form.current!
    for (const field of fieldsOf(element)) {
      const words = kept.get(letter)?.get(field.name)
      if (words === undefined) continue
      if (typeof words === 'string') field.value = words
      else (field as HTMLInputElement).files = words
    }
    const keep = () =>
      kept.set(
        letter,
        new Map(
          fieldsOf(element).map((field) => [
            field.name,
            field instanceof HTMLInputElement && field.files ? field.files : field.value,
          ]),
        ),
      )
    element.addEventListener('input', keep)
    return () => element.removeEventListener('input', keep)
  }, [form, letter])
  return { back, forget: useCallback(() => void kept.delete(letter), [letter]) }
}
