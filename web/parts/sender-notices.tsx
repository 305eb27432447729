import { Button, Switch } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import type { OpenableLetter } from '#api/mailbox.ts'
import type { NOTICE_PATHS, NoticeSettings, SenderChoice } from '#api/notices.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useChange } from '../lib/use-change.ts'
import { noticesTexts } from '../texts/notices-texts.ts'
import { Changed } from './changed.tsx'

const SENDERS: (typeof NOTICE_PATHS)['senders'] = '/api/settings/notices/senders'
const ALL = { byEmail: true, bySms: true, byPush: true }

/** D-14: what to hear of the letters of just this sender. Opened by a click; what is there is as for all others until it is changed. */
export function SenderNotices({ letter }: { letter: OpenableLetter }) {
  const texts = useTexts(noticesTexts)
  const { session } = useAccount()
  const [choice, setChoice] = useState<typeof ALL | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const name = letter.sender?.name ?? ''
  const change = useChange(
    useCallback(
      async (wanted: SenderChoice) => {
        const { letterId: _, ...changed } = wanted
        await callApi<NoticeSettings>('PUT', SENDERS, wanted)
        setChoice((now) => ({ ...(now ?? ALL), ...changed }))
        setDone(texts.saved)
      },
      [texts],
    ),
  )
  const open = useChange(
    useCallback(async (name: string) => {
      const held = await callApi<NoticeSettings>('GET', '/api/settings/notices')
      setChoice(held.senders.find((sender) => sender.name === name) ?? ALL)
    }, []),
  )
  if (!letter.sender || session.actingFor !== null || session.actingIn) return null
  return (
    <div className="block-writer">
      {choice ? (
        <fieldset className="inline-step-up">
          <legend>{texts.fromSender(name)}</legend>
          {(
            [
              ['byEmail', texts.email],
              ['bySms', texts.sms],
              ['byPush', texts.pushShort],
            ] as const
          ).map(([way, label]) => (
            <Switch
              key={way}
              label={label}
              checked={choice[way]}
              aria-disabled={change.busy}
              onChange={(event) =>
                void change.run({ letterId: letter.letterId, [way]: event.target.checked })
              }
            />
          ))}
        </fieldset>
      ) : (
        <Button variant="tertiary" data-color="neutral" onClick={() => void open.run(name)}>
          {texts.fromSender(name)}
        </Button>
      )}
      <Changed change={open} done={null} />
      <Changed change={change} done={done} />
    </div>
  )
}
