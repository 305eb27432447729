import { useCallback, useRef, useState } from 'react'
import type { OpenableLetter } from '#api/mailbox.ts'
import type { PEOPLE_PATHS, PersonBlocks } from '#api/person-to-person.ts'
import { useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useChange } from '../lib/use-change.ts'
import { writeTexts } from '../texts/write-texts.ts'
import { AskOnce } from './ask-once.tsx'

const BLOCKS: (typeof PEOPLE_PATHS)['blocks'] = '/api/people/blocks'

/** D-17: below a letter that a person wrote. Asks once more, in words of what it means. */
export function BlockWriter({ letter }: { letter: OpenableLetter }) {
  const texts = useTexts(writeTexts)
  const [done, setDone] = useState<string | null>(null)
  const told = useRef<HTMLParagraphElement>(null)
  const name = letter.sender?.name ?? ''
  const block = useChange(
    useCallback(
      async (_: undefined) => {
        await callApi<PersonBlocks>('POST', BLOCKS, { letterId: letter.letterId })
        setDone(texts.blocked(name))
        // The question is gone, and the focus would be with it.
        told.current?.focus()
      },
      [letter.letterId, name, texts],
    ),
  )
  if (!letter.sender?.person) return null
  return (
    <div className="block-writer">
      {!done && (
        <AskOnce
          words={texts.blockWriter}
          variant="tertiary"
          color="neutral"
          sure={texts.blockSure(name)}
          yes={texts.blockYes(name)}
          no={texts.blockNo}
          change={block}
        />
      )}
      <p className="done" role="status" ref={told} tabIndex={-1}>
        {done}
      </p>
    </div>
  )
}
