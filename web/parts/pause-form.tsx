import { Button } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import { useAccount, useTexts } from '../lib/account.tsx'
import { onceOfTwo } from '../lib/once-of-two.ts'
import { useChange } from '../lib/use-change.ts'
import { leavingTexts } from '../texts/leaving-texts.ts'
import { Changed } from './changed.tsx'

/** B-22: a mailbox is paused and resumed, a person's own and an enterprise's alike; `onChange` asks the server. */
export function PauseForm({
  paused,
  onChange,
}: {
  paused: boolean
  onChange: (paused: boolean) => Promise<void>
}) {
  const texts = useTexts(leavingTexts)
  const { refresh } = useAccount()
  const [done, setDone] = useState<string | null>(null)
  const change = useChange(
    useCallback(
      async (wanted: boolean) => {
        await onChange(wanted)
        setDone(wanted ? texts.paused : texts.resumed)
        await refresh()
      },
      [onChange, refresh, texts],
    ),
  )
  return (
    <section className="card" aria-labelledby="pause-title">
      <h2 id="pause-title">{texts.pauseTitle}</h2>
      <p>{paused ? texts.pausedWhy : texts.pauseWhy}</p>
      <div className="doings">
        <Button variant="secondary" loading={change.busy} onClick={onceOfTwo(() => void change.run(!paused))}>
          {paused ? texts.pauseEnd : texts.pauseGo}
        </Button>
      </div>
      <Changed change={change} done={done} />
    </section>
  )
}
