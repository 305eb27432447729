import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useMemo, useState } from 'react'
import type { Folder } from '#api/keeping.ts'
import { useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import type { InTree } from '../lib/folder-tree.ts'
import { useTold } from '../lib/use-told.ts'
import { folderTexts } from '../texts/folder-texts.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { type Choice, FolderField } from './choose-folder.tsx'
import { Failure } from './failure.tsx'
import { FOLDER_NAME_MAX } from './folder-row.tsx'

type Props = { depthMost: number; onDone: (words: string) => void }

export function NewFolder({ depthMost, onDone }: Props) {
  const texts = useTexts(keepingTexts)
  const folders = useTexts(folderTexts)
  const { told, tell, forget } = useTold()
  const [turn, setTurn] = useState(0)
  const top = useMemo((): [Choice] => [{ id: '', name: texts.top, within: '' }], [texts])
  const fits = useCallback(({ depth }: InTree) => depth + 1 < depthMost, [depthMost])
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = new FormData(form)
    const parentId = String(given.get('parentId') ?? '')
    forget()
    try {
      const body = { name: String(given.get('name') ?? ''), ...(parentId && { parentId }) }
      const made = await callApi<Folder>('POST', '/api/folders', body)
      form.reset()
      setTurn((before) => before + 1)
      onDone(texts.made(made.name ?? ''))
    } catch (error) {
      tell(error)
    }
  }
  return (
    <form className="card new-folder" onSubmit={(event) => void make(event)} noValidate>
      <h2>{texts.newFolder}</h2>
      <Textfield
        name="name"
        label={texts.name}
        maxLength={FOLDER_NAME_MAX}
        error={told.words}
        autoComplete="off"
      />
      <FolderField
        name="parentId"
        label={texts.inFolder}
        title={folders.titleParent}
        also={top}
        fits={fits}
        turn={turn}
      />
      <Button type="submit">{texts.make}</Button>
      {told.failure !== null && <Failure failure={told.failure} />}
    </form>
  )
}
