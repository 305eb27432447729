import { Field, Label, Select } from '@digdir/designsystemet-react'
import { useId, useState } from 'react'
import type { ChangeNotices, NoticeSettings } from '#api/notices.ts'
import { useTexts } from '../lib/account.tsx'
import { noticesTexts } from '../texts/notices-texts.ts'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const clock = (hour: number) => `${String(hour).padStart(2, '0')}.00`
const OFF = 'off'
/** What quiet hours begin as. */
const NIGHT = { from: 22, until: 7 }

/** When notices come: one a day or one each, and not at night. */
export function NoticeTimes(props: {
  held: NoticeSettings
  busy: boolean
  onChange: (wanted: ChangeNotices) => void
}) {
  const { held, busy, onChange } = props
  const texts = useTexts(noticesTexts)
  const [same, setSame] = useState(false)
  const { quiet } = held
  // One hour is sent, so that the other stays as another window left it; both only where none were seen.
  const setQuiet = (wished: { from: number } | { until: number }) => {
    const next = { ...(quiet ?? NIGHT), ...wished }
    const empty = next.from === next.until
    setSame(empty)
    if (!empty) onChange({ quiet: quiet ? wished : next })
  }
  return (
    <section className="card" aria-labelledby="times-title">
      <h2 id="times-title">{texts.when}</h2>
      <Choice
        label={texts.digest}
        value={held.digestHour === null ? OFF : String(held.digestHour)}
        busy={busy}
        options={[
          [OFF, texts.digestOff],
          ...HOURS.map((hour) => [String(hour), texts.at(clock(hour))] as const),
        ]}
        onChange={(value) => onChange({ digestHour: value === OFF ? null : Number(value) })}
      />
      <h3>{texts.quiet}</h3>
      <p className="small quiet">{texts.quietWhy}</p>
      <div className="find-place">
        <Choice
          label={texts.quietFrom}
          value={quiet ? String(quiet.from) : OFF}
          busy={busy}
          options={[[OFF, texts.quietOff], ...HOURS.map((hour) => [String(hour), clock(hour)] as const)]}
          onChange={(value) => {
            if (value !== OFF) return setQuiet({ from: Number(value) })
            setSame(false)
            onChange({ quiet: null })
          }}
        />
        {quiet && (
          <Choice
            label={texts.quietUntil}
            value={String(quiet.until)}
            busy={busy}
            options={HOURS.map((hour) => [String(hour), clock(hour)] as const)}
            onChange={(value) => setQuiet({ until: Number(value) })}
          />
        )}
      </div>
      <div role="alert">{same && <p className="bh-error">{texts.quietSame}</p>}</div>
    </section>
  )
}

function Choice(props: {
  label: string
  value: string
  busy: boolean
  options: readonly (readonly [value: string, name: string])[]
  onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <Field>
      <Label htmlFor={id}>{props.label}</Label>
      <Select
        id={id}
        value={props.value}
        aria-disabled={props.busy}
        onChange={(event) => !props.busy && props.onChange(event.target.value)}
      >
        {props.options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  )
}
