import { Button } from '@digdir/designsystemet-react'
import { useCallback, useId, useState } from 'react'
import type { ChangeWork, DEPARTMENT_PATHS, Departments, LetterWork } from '#api/departments.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, isMeanwhile } from '../lib/call-api.ts'
import { useInboxes } from '../lib/inbox.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { departmentsTexts } from '../texts/departments-texts.ts'
import { Changed } from './changed.tsx'
import { Icon } from './icons.tsx'

const DEPARTMENTS: (typeof DEPARTMENT_PATHS)['all'] = '/api/departments'

/** B-15: to which department a letter of an enterprise went, who has it, and what was done with it. */
export function LetterWorkPanel({ letterId }: { letterId: string }) {
  const { session } = useAccount()
  return session.actingFor ? <Work key={letterId} letterId={letterId} /> : null
}

function Work({ letterId }: { letterId: string }) {
  const texts = useTexts(departmentsTexts)
  const { formats, standing } = useAccount()
  const inboxes = useInboxes()
  const path = `/api/letters/${letterId}/work`
  const { answer, set } = useAnswer<LetterWork>(path)
  const all = useAnswer<Departments>(DEPARTMENTS).answer.value
  const [said, setSaid] = useState<string | null>(null)
  const [department, assignee] = [useId(), useId()]
  const change = useChange(
    useCallback(
      async (wish: ChangeWork) => {
        try {
          set(await callApi<LetterWork>('PUT', path, wish))
        } catch (error) {
          // A colleague was quicker: who has it now is shown beside the words.
          if (isMeanwhile(error)) set(await callApi<LetterWork>('GET', path))
          throw error
        }
        inboxes.anew()
        setSaid(texts.changed)
        if (wish.departmentId === undefined) return
        // Whoever works for some departments may have handed it out of their own sight.
        try {
          await callApi('GET', path)
        } catch (error) {
          if (!(error instanceof CallFailed) || error.kind !== 'not-found') throw error
          setSaid(texts.handedAway)
        }
      },
      [inboxes, path, set, texts],
    ),
  )
  const work = answer.value
  if (!work || !all) return null
  const may = standing.may('assign-letters') && !change.busy
  const { departmentId, assignedTo } = work
  const run = (wish: Omit<ChangeWork, 'from'>) =>
    void change.run({ ...wish, from: { departmentId, assignedTo } })
  return (
    <section className="letter-work" aria-label={texts.work}>
      <div className="work-doings">
        {all.departments.length > 0 && (
          <span className="field">
            <label htmlFor={department}>{texts.department}</label>
            <select
              id={department}
              className="select"
              disabled={!may}
              value={work.departmentId ?? ''}
              onChange={(event) => event.target.value && run({ departmentId: event.target.value })}
            >
              {work.departmentId === null && <option value="">{texts.nobody}</option>}
              {all.departments.map((one) => (
                <option key={one.departmentId} value={one.departmentId}>
                  {one.name}
                </option>
              ))}
            </select>
          </span>
        )}
        <span className="field">
          <label htmlFor={assignee}>{texts.assignee}</label>
          <select
            id={assignee}
            className="select"
            disabled={!may}
            value={work.assignedTo ?? ''}
            onChange={(event) => run({ assignedTo: event.target.value || null })}
          >
            <option value="">{texts.nobody}</option>
            {all.employees.map((one) => (
              <option key={one.employeeId} value={one.employeeId}>
                {one.name}
              </option>
            ))}
          </select>
        </span>
        {standing.may('assign-letters') && (
          <span className="doings">
            {work.assignedTo !== all.me && !work.done && (
              <Button variant="secondary" disabled={!may} onClick={() => run({ assignedTo: all.me })}>
                {texts.take}
              </Button>
            )}
            <Button
              variant="secondary"
              data-color="neutral"
              disabled={!may}
              onClick={() => run({ done: !work.done })}
            >
              <Icon name="check" />
              {work.done ? texts.reopen : texts.done}
            </Button>
          </span>
        )}
      </div>
      <Changed change={change} done={said} />
      {work.events.length > 0 && (
        <details>
          <summary>{texts.log}</summary>
          <ol className="entries">
            {work.events.map((event) => (
              <li key={`${event.at}${event.event}`}>
                <p>{texts.event[event.event](event)}</p>
                <time className="quiet small" dateTime={event.at}>
                  {formats.dayAndTime(event.at)}
                </time>
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  )
}
