import { Button } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import type { ElectronicIds, SESSION_PATHS } from '#api/session.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { deviceTexts } from '../texts/device-texts.ts'
import { Changed } from './changed.tsx'
import { Failure } from './failure.tsx'

const PATH: (typeof SESSION_PATHS)['electronicIds'] = '/api/session/electronic-ids'
type Shown = ElectronicIds['electronicIds'][number]

/** BankID, MitID and others that were shown here; nothing at all where there is none. `may`: they may be removed now. */
export function ElectronicIdList({ may }: { may: boolean }) {
  const texts = useTexts(deviceTexts)
  const { formats } = useAccount()
  const { answer, again, set } = useAnswer<ElectronicIds>(PATH)
  const [done, setDone] = useState<string | null>(null)
  const remove = useChange(
    useCallback(
      async (shown: Shown) => {
        set(await callApi<ElectronicIds>('DELETE', `${PATH}/${shown.id}`))
        setDone(texts.removed(shown.name))
      },
      [set, texts],
    ),
  )
  if (answer.state === 'failed') return <Failure failure={answer.failure} onAgain={() => again()} />
  if (!answer.value || (answer.value.electronicIds.length === 0 && done === null)) return null
  return (
    <section className="card" aria-label={texts.electronicIds}>
      <h2>{texts.electronicIds}</h2>
      <p className="quiet">{texts.electronicIdsWhy}</p>
      <ul className="emails">
        {answer.value.electronicIds.map((shown) => (
          <li key={shown.id}>
            <span className="email-words">
              <strong>{shown.name}</strong>
              <span className="small quiet">
                {texts.since(formats.day(shown.linkedAt))} · {texts.lastUsed(formats.day(shown.lastUsedAt))}
              </span>
            </span>
            {may && (
              <Button
                variant="tertiary"
                data-color="danger"
                aria-label={texts.removeNamed(shown.name)}
                onClick={() => void remove.run(shown)}
              >
                {texts.remove}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Changed change={remove} done={done} />
    </section>
  )
}
