/**
 * Reading aloud by the browser's own speech (B-13, E-15, R7). Only voices on the device are used; a voice elsewhere would be sent the
 * letter's words, so it takes the reader's yes, which holds until the page is left and is written down nowhere.
 */
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'

/** What the reader has said yes to in this visit. Memory only: a reload asks again. */
const said = { tools: false, remote: false }
const listeners = new Set<() => void>()

export function useReadingConsent(what: keyof typeof said): [boolean, () => void] {
  const given = useSyncExternalStore(
    (changed) => {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
    () => said[what],
  )
  const give = useCallback(() => {
    said[what] = true
    for (const listener of listeners) listener()
  }, [what])
  return [given, give]
}

type Voices = { local: SpeechSynthesisVoice | null; remote: SpeechSynthesisVoice | null }

/** Norwegian voices are called nb or no; a voice of the right language comes before any other. */
export function chooseVoices(
  voices: readonly Pick<SpeechSynthesisVoice, 'lang' | 'localService' | 'default'>[],
  language: string,
) {
  const wanted = language === 'nb' ? ['nb', 'no'] : [language]
  const fits = voices.filter(({ lang }) => wanted.includes(lang.toLowerCase().split(/[-_]/)[0]!))
  const first = (local: boolean) =>
    fits.find((voice) => voice.localService === local && voice.default) ??
    fits.find((voice) => voice.localService === local) ??
    null
  return { local: first(true), remote: first(false) }
}

/** null while the browser has none to tell of. */
export function useVoices(language: string): Voices {
  const [voices, setVoices] = useState<Voices>({ local: null, remote: null })
  useEffect(() => {
    if (!('speechSynthesis' in window)) return
    const look = () => setVoices(chooseVoices(speechSynthesis.getVoices(), language) as Voices)
    look()
    speechSynthesis.addEventListener('voiceschanged', look)
    return () => speechSynthesis.removeEventListener('voiceschanged', look)
  }, [language])
  return voices
}

export type Reading = { at: number; paused: boolean } | null

/** Cancelling leaves a pause as it is (Web Speech API), of this letter or the one before: what is spoken next would never be heard. */
function silence(): void {
  speechSynthesis.cancel()
  speechSynthesis.resume()
}

/** Reads passage by passage; stops when the view is left. `rate` 1 is the voice's own pace. */
export function useReadAloud(texts: readonly string[], voice: SpeechSynthesisVoice | null, rate: number) {
  const [reading, setReading] = useState<Reading>(null)
  // Cancelling makes the passage before say that it ended; only the newest turn goes on.
  const turn = useRef(0)
  const stop = useCallback(() => {
    turn.current++
    if ('speechSynthesis' in window) silence()
    setReading(null)
  }, [])
  const from = useCallback(
    (at: number) => {
      const mine = ++turn.current
      silence()
      const say = (index: number) => {
        if (mine !== turn.current) return
        if (index >= texts.length || !voice) return setReading(null)
        setReading({ at: index, paused: false })
        const words = new SpeechSynthesisUtterance(texts[index])
        words.voice = voice
        words.lang = voice.lang
        words.rate = rate
        words.onend = () => say(index + 1)
        words.onerror = () => mine === turn.current && setReading(null)
        speechSynthesis.speak(words)
      }
      say(at)
    },
    [rate, texts, voice],
  )
  const pause = useCallback(() => {
    speechSynthesis.pause()
    setReading((now) => now && { ...now, paused: true })
  }, [])
  const goOn = useCallback(() => {
    speechSynthesis.resume()
    setReading((now) => now && { ...now, paused: false })
  }, [])
  useEffect(() => stop, [stop])
  return { reading, from, pause, goOn, stop }
}
