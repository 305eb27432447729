import { Button } from '@digdir/designsystemet-react'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { LettersChanged, LettersDeleted } from '#api/keeping.ts'
import type { LetterRow } from '#api/mailbox.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useInboxes, usePlace } from '../lib/inbox.ts'
import { type Arranging, useArrange } from '../lib/use-arrange.ts'
import { useChange } from '../lib/use-change.ts'
import { folderTexts } from '../texts/folder-texts.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { AskOnce } from './ask-once.tsx'
import { Changed } from './changed.tsx'
import { ChooseFolder } from './choose-folder.tsx'
import { useDone } from './done-bar.tsx'
import { Icon, type IconName } from './icons.tsx'
import { MoreTools } from './more-tools.tsx'

type Arranged = Pick<LetterRow, 'letterId' | 'kind' | 'place' | 'starred' | 'unread'>

/**
 * What one can do with letters: the chosen ones of a list, or the one that is open. The most used stand side by side, on a phone with
 * their names below their pictures; the rest is under "More".
 */
export function ArrangeTools(props: {
  letters: readonly Arranged[]
  label: string
  /** Reading and unreading has a button of its own beside an open letter. */
  withUnread: boolean
  /** What else there is to do, before these tools, after them, and under "More". */
  first?: ReactNode
  last?: ReactNode
  more?: ReactNode
  onChanged: (changed: LettersChanged) => void
  onDeleted: () => void
}) {
  const { letters, label, withUnread, first, last, more, onChanged, onDeleted } = props
  const texts = useTexts(keepingTexts)
  const { may } = useAccount().standing
  const arrange = useArrange(useCallback((changed: LettersChanged) => onChanged(changed), [onChanged]))
  const mayArrange = may('arrange-letters')
  if (!mayArrange && !first && !last && !more) return null
  const letterIds = letters.map((letter) => letter.letterId)
  const run = (change: Arranging['change'], to?: string) =>
    void arrange.run({ letterIds, change, ...(to !== undefined && { to }) })
  const none = letters.length === 0
  const every = (is: (letter: Arranged) => boolean) => !none && letters.every(is)
  const inTrash = every((letter) => letter.place === 'trash')
  const starred = every((letter) => letter.starred)
  const unread = every((letter) => letter.unread)
  /** @param name what it does, where the words seen are shorter */
  const tool = (icon: IconName, words: string, change: Arranging['change'], name?: string) => (
    <Button
      variant="secondary"
      data-color="neutral"
      aria-label={name}
      aria-disabled={arrange.busy}
      disabled={none}
      onClick={() => run(change)}
    >
      <Icon name={icon} />
      {words}
    </Button>
  )
  return (
    <fieldset className="arrange">
      <legend className="bh-hidden">{label}</legend>
      <div className="doings tools">
        {first}
        {mayArrange &&
          (inTrash ? (
            tool('restore', texts.restore, { kind: 'restore' })
          ) : (
            <>
              {every((letter) => letter.place === 'archive')
                ? every((letter) => letter.kind === 'own')
                  ? null
                  : tool('inbox', texts.toInbox, { kind: 'move', to: 'inbox' })
                : tool('archive', texts.archive, { kind: 'move', to: 'archive' })}
              <MoveTo
                count={letters.length}
                disabled={none}
                own={every((letter) => letter.kind === 'own')}
                onMove={(to, name) => run({ kind: 'move', to }, name)}
              />
            </>
          ))}
        {!inTrash && may('trash-letters') && tool('trash', texts.trash, { kind: 'trash' }, texts.toTrash)}
        {last}
        <MoreTools>
          {mayArrange &&
            !inTrash &&
            tool('star', starred ? texts.unstar : texts.star, { kind: 'star', starred: !starred })}
          {withUnread &&
            mayArrange &&
            tool('unread', unread ? texts.read : texts.unread, { kind: 'unread', unread: !unread })}
          {more}
        </MoreTools>
        {inTrash && may('delete-letters') && (
          <DeleteForGood
            words={texts.deleteForGood}
            sure={texts.sure(letters.length)}
            ask={() => callApi<LettersDeleted>('POST', '/api/trash/delete', { letterIds })}
            onDeleted={onDeleted}
          />
        )}
      </div>
      <Changed change={arrange} done={null} />
    </fieldset>
  )
}

function MoveTo(props: {
  count: number
  disabled: boolean
  own: boolean
  onMove: (to: string, name: string) => void
}) {
  const { count, disabled, own, onMove } = props
  const texts = useTexts(keepingTexts)
  const folders = useTexts(folderTexts)
  const [open, setOpen] = useState(false)
  const place = own ? 'documents' : 'inbox'
  const also = useMemo(() => [{ id: place, name: texts.places[place], within: '' }], [place, texts])
  return (
    <>
      <Button
        variant="secondary"
        data-color="neutral"
        aria-haspopup="dialog"
        aria-label={texts.move}
        disabled={disabled}
        onClick={() => setOpen(true)}
      >
        <Icon name="folder" />
        {texts.moveNow}
      </Button>
      {open && (
        <ChooseFolder
          title={folders.titleLetters(count)}
          also={also}
          onChoose={({ id, name }) => onMove(id, name)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

/** Two presses, the second of which says how many go for good. */
export function DeleteForGood(props: {
  words: string
  sure: string
  ask: () => Promise<LettersDeleted>
  onDeleted: () => void
}) {
  const { words, sure, ask, onDeleted } = props
  const texts = useTexts(keepingTexts)
  const inboxes = useInboxes()
  const { place } = usePlace()
  const { say } = useDone()
  const remove = useChange(
    useCallback(
      async (_: undefined) => {
        let [deleted, locked] = [0, 0]
        for (let more = true; more; ) {
          const answer = await ask()
          deleted += answer.deleted
          locked += answer.locked
          more = answer.more && answer.deleted > 0
        }
        inboxes.anew()
        void inboxes.of(place).more()
        const left = locked > 0 ? ` ${texts.leftLocked(locked)}` : ''
        say({ words: `${texts.deleted(deleted)}${left}`, undo: null })
        onDeleted()
      },
      [ask, inboxes, onDeleted, place, say, texts],
    ),
  )
  return (
    <AskOnce
      words={
        <>
          <Icon name="trash" />
          {words}
        </>
      }
      variant="secondary"
      color="danger"
      sure={sure}
      yes={words}
      change={remove}
    />
  )
}
