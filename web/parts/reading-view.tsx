import { Button } from '@digdir/designsystemet-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { LetterDocument } from '#api/mailbox.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { useReadAloud, useReadingConsent, useVoices } from '../lib/read-aloud.ts'
import { htmlPassages, type Passage, passagesOf, plainPassages } from '../lib/reading-text.ts'
import { readingTexts } from '../texts/reading-texts.ts'
import { Icon } from './icons.tsx'
import { LineSkeletons } from './skeletons.tsx'

const SIZES = [1.125, 1.375, 1.75, 2.25] as const
const PACES = [0.6, 0.8, 1, 1.25, 1.5] as const

type Words = { state: 'finding' } | { state: 'here'; passages: Passage[] } | { state: 'broken' }

/** The document's words, large and plain, with line focus and reading aloud: on the device, for this visit, after a yes (B-13). */
export default function ReadingView({ url, document }: { url: string; document: LetterDocument }) {
  const texts = useTexts(readingTexts)
  const [agreed, agree] = useReadingConsent('tools')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className="reading" aria-labelledby="reading-title">
      <h2 id="reading-title" ref={heading} tabIndex={-1}>
        {texts.title}
      </h2>
      {agreed ? (
        <ReadWords url={url} document={document} />
      ) : (
        <div className="reading-ask">
          <p>{texts.ask}</p>
          <Button
            onClick={() => {
              agree()
              heading.current?.focus()
            }}
          >
            {texts.yes}
          </Button>
        </div>
      )}
    </section>
  )
}

function useWords(url: string, { mediaType, sizeBytes }: LetterDocument): Words {
  const [words, setWords] = useState<Words>({ state: 'finding' })
  useEffect(() => {
    let gone = false
    let close = () => {}
    const find = async (): Promise<Passage[]> => {
      if (mediaType.startsWith('application/pdf')) {
        const { openPdf, runsOf } = await import('../lib/pdf.ts')
        const opening = openPdf(url, sizeBytes)
        close = opening.close
        return passagesOf(await runsOf(await opening.pdf))
      }
      const answer = await fetch(url)
      if (!answer.ok) throw new Error(`${answer.status}`)
      const text = await answer.text()
      return mediaType.startsWith('text/html') ? htmlPassages(text) : plainPassages(text)
    }
    find().then(
      (passages) => !gone && setWords({ state: 'here', passages }),
      () => !gone && setWords({ state: 'broken' }),
    )
    return () => {
      gone = true
      close()
    }
  }, [url, mediaType, sizeBytes])
  return words
}

function ReadWords({ url, document }: { url: string; document: LetterDocument }) {
  const texts = useTexts(readingTexts)
  const words = useWords(url, document)
  if (words.state === 'finding')
    return (
      <div aria-busy="true">
        <p className="bh-hidden" role="status">
          {texts.loading}
        </p>
        <LineSkeletons count={6} />
      </div>
    )
  if (words.state === 'broken') return <p role="alert">{texts.broken}</p>
  if (words.passages.length === 0) return <p role="status">{texts.noWords}</p>
  return <Passages passages={words.passages} />
}

function Passages({ passages }: { passages: readonly Passage[] }) {
  const texts = useTexts(readingTexts)
  const { me, formats } = useAccount()
  const [size, setSize] = useState(1)
  const [pace, setPace] = useState(2)
  const [focused, setFocused] = useState<number | null>(null)
  const lines = useMemo(() => passages.map(({ text }) => text), [passages])
  const voices = useVoices(me.language)
  const [mayRemote, allowRemote] = useReadingConsent('remote')
  const voice = voices.local ?? (mayRemote ? voices.remote : null)
  const { reading, from, pause, goOn, stop } = useReadAloud(lines, voice, PACES[pace]!)
  const voiceButton = useRef<HTMLButtonElement>(null)
  /** Whether the button that goes when the voice ends has the focus: it goes to the one beside it then. */
  const onStop = useRef(false)
  const silent = reading === null
  useEffect(() => {
    if (silent && onStop.current) voiceButton.current?.focus()
    if (silent) onStop.current = false
  }, [silent])
  const box = useRef<HTMLElement>(null)
  const at = reading?.at ?? focused
  useEffect(() => {
    if (at !== null) box.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const percent = (value: number) => new Intl.NumberFormat(formats.locale, { style: 'percent' }).format(value)
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (focused === null || step === undefined) return
    event.preventDefault()
    setFocused(Math.min(Math.max(focused + step, 0), passages.length - 1))
  }
  return (
    <>
      <div className="reading-tools">
        <Stepper
          down={texts.smaller}
          up={texts.larger}
          value={percent(SIZES[size]!)}
          label={texts.size(percent(SIZES[size]!))}
          at={size}
          most={SIZES.length - 1}
          onChange={setSize}
        />
        <Button
          variant="secondary"
          data-color="neutral"
          aria-pressed={focused !== null}
          onClick={() => {
            setFocused(focused === null ? (reading?.at ?? 0) : null)
            box.current?.focus({ preventScroll: true })
          }}
        >
          {texts.focus}
        </Button>
        {voice && (
          <>
            {/* One button under three names, so that who pressed it still stands on it. */}
            <Button
              ref={voiceButton}
              variant="secondary"
              onClick={reading === null ? () => from(focused ?? 0) : reading.paused ? goOn : pause}
            >
              {reading === null && <Icon name="speak" />}
              {reading === null ? texts.aloud : reading.paused ? texts.goOn : texts.pause}
            </Button>
            {reading !== null && (
              <Button
                variant="secondary"
                data-color="neutral"
                onFocus={() => {
                  onStop.current = true
                }}
                onBlur={() => {
                  onStop.current = false
                }}
                onClick={stop}
              >
                {texts.stop}
              </Button>
            )}
            <Stepper
              down={texts.slower}
              up={texts.faster}
              value={percent(PACES[pace]!)}
              label={texts.pace(percent(PACES[pace]!))}
              at={pace}
              most={PACES.length - 1}
              onChange={(to) => {
                stop()
                setPace(to)
              }}
            />
          </>
        )}
      </div>
      {!voice && voices.remote && (
        <div className="reading-ask">
          <p>{texts.remoteWhy}</p>
          <Button variant="secondary" onClick={allowRemote}>
            {texts.remoteYes}
          </Button>
        </div>
      )}
      {!voice && !voices.remote && <p className="small quiet">{texts.noVoice}</p>}
      {focused !== null && <p className="small quiet">{texts.focusHint}</p>}
      <section
        ref={box}
        className="sheet reading-words"
        aria-label={texts.text}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the focus of lines
        tabIndex={0}
        data-focused={at !== null || undefined}
        style={{ fontSize: `${SIZES[size]}rem` }}
        onKeyDown={move}
      >
        {passages.map(({ kind, text }, index) => {
          const Part = kind === 'heading' ? 'h3' : 'p'
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: passages have no other name than their turn
            <Part key={index} aria-current={index === at || undefined}>
              {text}
            </Part>
          )
        })}
      </section>
    </>
  )
}

type StepperProps = {
  down: string
  up: string
  value: string
  label: string
  at: number
  most: number
  onChange: (at: number) => void
}

function Stepper({ down, up, value, label, at, most, onChange }: StepperProps) {
  return (
    <span className="pdf-zoom">
      <Button
        icon
        variant="tertiary"
        data-color="neutral"
        aria-label={down}
        disabled={at === 0}
        onClick={() => onChange(at - 1)}
      >
        <Icon name="minus" />
      </Button>
      <output className="small" aria-label={label}>
        {value}
      </output>
      <Button
        icon
        variant="tertiary"
        data-color="neutral"
        aria-label={up}
        disabled={at === most}
        onClick={() => onChange(at + 1)}
      >
        <Icon name="plus" />
      </Button>
    </span>
  )
}
