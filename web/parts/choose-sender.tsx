import { useMemo } from 'react'
import type { Senders } from '#api/keeping.ts'
import { useTexts } from '../lib/account.tsx'
import { useAnswer } from '../lib/use-answer.ts'
import { sharingTexts } from '../texts/sharing-texts.ts'
import { ChooseOne, type ChooseOneProps, SomeField } from './choose-one.tsx'

type Props = Pick<ChooseOneProps, 'onChoose' | 'onClose'> & { fits: (senderId: string) => boolean }

/** One of those who have sent letters to this mailbox. */
function ChooseSender({ fits, ...rest }: Props) {
  const texts = useTexts(sharingTexts)
  const { answer, again } = useAnswer<Senders>('/api/senders')
  const senders = answer.value?.senders
  const choices = useMemo(
    () =>
      senders
        ?.filter(({ senderId }) => fits(senderId))
        .map(({ senderId, name }) => ({ id: senderId, name, within: '' })) ?? null,
    [fits, senders],
  )
  return (
    <ChooseOne
      {...rest}
      title={texts.senderTitle}
      words={{
        find: texts.senderFind,
        found: texts.senderFound,
        nothing: senders?.length === 0 ? texts.noSenders : texts.senderNothing,
      }}
      choices={choices}
      icon={() => 'person'}
      within={String}
      failed={answer.state === 'failed' ? { failure: answer.failure, again } : null}
    />
  )
}

/** A field of a form whose value is some of many senders, or one of them. */
export function SendersField(props: {
  name: string
  one?: boolean
  label?: string
  add?: string
  onChange: () => void
}) {
  const texts = useTexts(sharingTexts)
  return (
    <SomeField
      label={texts.senders}
      add={texts.senderAdd}
      {...props}
      remove={texts.folderRemove}
      icon={() => 'person'}
      dialog={(is, doings) => <ChooseSender fits={(id) => !is(id)} {...doings} />}
    />
  )
}
