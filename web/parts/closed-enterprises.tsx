import { Button } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import type { ClosedEnterprises as Closed, ENTERPRISE_PATHS } from '#api/enterprise.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { switchMailbox } from '../lib/switch-mailbox.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { enterpriseTexts } from '../texts/enterprise-texts.ts'
import { Changed } from './changed.tsx'

const CLOSED: (typeof ENTERPRISE_PATHS)['closed'] = '/api/enterprises/closed'

/** P-02, B-09: enterprises whose mailbox was closed, for those who administered it then; for everybody else nothing at all. */
export function ClosedEnterprises() {
  const texts = useTexts(enterpriseTexts)
  const { answer } = useAnswer<Closed>(CLOSED)
  const enterprises = answer.value?.enterprises ?? []
  if (enterprises.length === 0) return null
  return (
    <section className="card" aria-labelledby="closed-title">
      <h2 id="closed-title">{texts.closedTitle}</h2>
      <ul className="emails">
        {enterprises.map((one) => (
          <ClosedEnterprise key={one.employeeId} one={one} />
        ))}
      </ul>
    </section>
  )
}

function ClosedEnterprise({ one }: { one: Closed['enterprises'][number] }) {
  const texts = useTexts(enterpriseTexts)
  const { formats } = useAccount()
  const [open, setOpen] = useState(false)
  const change = useChange(
    useCallback(async (employeeId: string) => {
      await callApi<Closed>('POST', `${CLOSED}/${employeeId}/reopen`)
      setOpen(true)
      await switchMailbox({ employeeId }, '/id/acting-for')
    }, []),
  )
  return (
    <li>
      <p>{texts.closedUntil(one.name, formats.dayAndTime(one.erasedAt))}</p>
      <div className="doings">
        <Button
          variant="secondary"
          loading={change.busy || open}
          onClick={() => void change.run(one.employeeId)}
        >
          {texts.reopen(one.name)}
        </Button>
      </div>
      <Changed change={change} done={null} />
    </li>
  )
}
