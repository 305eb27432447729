import { Button } from '@digdir/designsystemet-react'
import { useId, useMemo, useState } from 'react'
import type { Folders } from '#api/keeping.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { type InTree, inTree } from '../lib/folder-tree.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { folderTexts } from '../texts/folder-texts.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { type Choice, ChooseOne, type ChooseOneProps, SomeField } from './choose-one.tsx'
import { Icon, type IconName } from './icons.tsx'

export type { Choice } from './choose-one.tsx'

type Props = Pick<ChooseOneProps, 'title' | 'note' | 'onChoose' | 'onClose'> & {
  /** What stands above the folders. */
  also: readonly Choice[]
  /** Left out: every folder. */
  fits?: (one: InTree) => boolean
}

const iconBeside =
  (also: readonly Choice[]) =>
  ({ id }: Choice): IconName =>
    also.some((one) => one.id === id) ? 'inbox' : 'folder'

export function ChooseFolder({ also, fits, ...rest }: Props) {
  const texts = useTexts(folderTexts)
  const keeping = useTexts(keepingTexts)
  const { locale } = useAccount().formats
  const { answer, again } = useAnswer<Folders>('/api/folders')
  const folders = answer.value?.folders
  const choices = useMemo(
    () =>
      folders
        ? [
            ...also,
            ...inTree(folders, locale)
              .filter((one) => fits?.(one) ?? true)
              .map(({ folder, within }) => ({
                id: folder.folderId,
                name: folder.name ?? keeping.damaged,
                within: within.map((name) => name ?? keeping.damaged).join(' / '),
              })),
          ]
        : null,
    [also, fits, folders, keeping, locale],
  )
  return (
    <ChooseOne
      {...rest}
      words={texts}
      choices={choices}
      icon={iconBeside(also)}
      within={texts.within}
      failed={answer.state === 'failed' ? { failure: answer.failure, again } : null}
    />
  )
}

/** A field of a form whose value is some of many folders. */
export function FoldersField(props: {
  name: string
  label: string
  hint: string
  title: string
  also: readonly Choice[]
  add: string
  remove: (name: string) => string
  onChange: () => void
}) {
  const { title, also, ...rest } = props
  return (
    <SomeField
      {...rest}
      icon={iconBeside(also)}
      dialog={(is, doings) => (
        <ChooseFolder
          title={title}
          also={also.filter((choice) => !is(choice.id))}
          fits={({ folder }) => !is(folder.folderId)}
          {...doings}
        />
      )}
    />
  )
}

/** A field of a form whose value is one of many folders. */
export function FolderField(props: {
  name: string
  label: string
  title: string
  also: readonly [Choice, ...Choice[]]
  fits?: (one: InTree) => boolean
  /** Counts up to begin with the first of `also` again. */
  turn?: number
  onChange?: () => void
}) {
  const { name, label, title, also, fits, turn = 0, onChange } = props
  const [held, setHeld] = useState<{ turn: number; choice: Choice } | null>(null)
  const [open, setOpen] = useState(false)
  const id = useId()
  const choice = held?.turn === turn ? held.choice : also[0]
  return (
    <div className="field">
      <span className="field-label" id={`${id}-label`}>
        {label}
      </span>
      <input type="hidden" name={name} value={choice.id} />
      <Button
        type="button"
        variant="secondary"
        data-color="neutral"
        id={id}
        aria-haspopup="dialog"
        aria-labelledby={`${id}-label ${id}`}
        onClick={() => setOpen(true)}
      >
        <Icon name="folder" />
        <bdi>{choice.name}</bdi>
      </Button>
      {open && (
        <ChooseFolder
          title={title}
          also={also}
          {...(fits && { fits })}
          onChoose={(chosen) => {
            setHeld({ turn, choice: chosen })
            onChange?.()
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}
