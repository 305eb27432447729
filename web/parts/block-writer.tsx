import { Button } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import type { OpenableLetter } from '#api/mailbox.ts'
import type { PEOPLE_PATHS, PersonBlocks } from '#api/person-to-person.ts'
import { useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useChange } from '../lib/use-change.ts'
import { writeTexts } from '../texts/write-texts.ts'
import { Changed } from './changed.tsx'

const BLOCKS: (typeof PEOPLE_PATHS)['blocks'] = '/api/people/blocks'

/** D-17: below a letter that a person wrote. Asks once more, in words of what it means. */
export function BlockWriter({ letter }: { letter: OpenableLetter }) {
  const texts = useTexts(writeTexts)
  const [asking, setAsking] = useState(false)
  const [done, setDone] = useState<string | null>(null)
  const name = letter.sender?.name ?? ''
  const block = useChange(
    useCallback(
      async (letterId: string) => {
        await callApi<PersonBlocks>('POST', BLOCKS, { letterId })
        setAsking(false)
        setDone(texts.blocked(name))
      },
      [name, texts],
    ),
  )
  if (!letter.sender?.person) return null
  return (
    <div className="block-writer">
      {!asking && !done && (
        <Button variant="tertiary" data-color="neutral" onClick={() => setAsking(true)}>
          {texts.blockWriter}
        </Button>
      )}
      {asking && (
        <div className="inline-step-up">
          <p>{texts.blockSure(name)}</p>
          <div className="doings">
            <Button data-color="danger" loading={block.busy} onClick={() => void block.run(letter.letterId)}>
              {texts.blockYes(name)}
            </Button>
            <Button variant="secondary" data-color="neutral" onClick={() => setAsking(false)}>
              {texts.blockNo}
            </Button>
          </div>
        </div>
      )}
      <Changed change={block} done={done} />
    </div>
  )
}
