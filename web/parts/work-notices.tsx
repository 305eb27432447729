import { Fieldset, Radio } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import type { NOTICE_PATHS, WorkNotices } from '#api/notices.ts'
import { useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { enterpriseTexts } from '../texts/enterprise-texts.ts'
import { Changed } from './changed.tsx'
import { Failure } from './failure.tsx'
import { LineSkeletons } from './skeletons.tsx'

const WORK: (typeof NOTICE_PATHS)['work'] = '/api/settings/work-notices'
const WAYS = ['email', 'own', 'none'] as const

/** B-15: how an employee hears of letters that are theirs to deal with. Theirs alone to choose. */
export function WorkNoticesSetting() {
  const texts = useTexts(enterpriseTexts)
  const { answer, again, set } = useAnswer<WorkNotices>(WORK)
  const [done, setDone] = useState(false)
  // What was clicked shows at once; it goes back only if the change is refused.
  const [chosen, setChosen] = useState<WorkNotices['by'] | null>(null)
  const change = useChange(
    useCallback(
      async (by: WorkNotices['by']) => {
        setChosen(by)
        try {
          set(await callApi<WorkNotices>('PUT', WORK, { by }))
          setDone(true)
        } finally {
          setChosen(null)
        }
      },
      [set],
    ),
  )
  const held = answer.value
  return (
    <section className="card" aria-busy={answer.state === 'loading'}>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!held && answer.state === 'loading' && <LineSkeletons count={4} />}
      {held && (
        <Fieldset>
          <Fieldset.Legend>
            <span className="setting-title">{texts.toYou}</span>
          </Fieldset.Legend>
          <Fieldset.Description>{texts.toYouWhy}</Fieldset.Description>
          {WAYS.map((way) => (
            <Radio
              key={way}
              name="work-notices"
              value={way}
              label={way === 'email' && held.email ? texts.byEmail(held.email) : texts.by[way]}
              description={way === 'own' ? texts.ownWhy : undefined}
              checked={(chosen ?? held.by) === way}
              onChange={() => void change.run(way)}
            />
          ))}
        </Fieldset>
      )}
      <Changed change={change} done={done ? texts.saved : null} />
    </section>
  )
}
