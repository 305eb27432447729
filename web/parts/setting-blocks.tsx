import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useRef, useState } from 'react'
import type { PEOPLE_PATHS, PersonBlocks } from '#api/person-to-person.ts'
import { parseDigitalAddress } from '#rules/digital-address.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { consentsTexts } from '../texts/consents-texts.ts'
import { writeTexts } from '../texts/write-texts.ts'
import { Changed } from './changed.tsx'
import { Failure } from './failure.tsx'
import { LineSkeletons } from './skeletons.tsx'

const BLOCKS: (typeof PEOPLE_PATHS)['blocks'] = '/api/people/blocks'

/** D-17: whom one does not want letters from. */
export function BlocksSetting() {
  const texts = useTexts(consentsTexts)
  const { formats } = useAccount()
  const { answer, again, set } = useAnswer<PersonBlocks>(BLOCKS)
  const [done, setDone] = useState<string | null>(null)
  const held = answer.value
  const letIn = useChange(
    useCallback(
      async ({ blockId, name }: PersonBlocks['blocks'][number]) => {
        set(await callApi<PersonBlocks>('DELETE', `${BLOCKS}/${blockId}`))
        setDone(texts.letInDone(name))
      },
      [set, texts],
    ),
  )
  return (
    <section className="card" aria-labelledby="blocks-title" aria-busy={answer.state === 'loading'}>
      <h2 id="blocks-title">{texts.blocks}</h2>
      <p>{texts.blocksWhy}</p>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!held && answer.state === 'loading' && <LineSkeletons count={2} />}
      {held?.blocks.length === 0 && <p className="quiet">{texts.blocksNone}</p>}
      {held && held.blocks.length > 0 && (
        <ul className="emails">
          {held.blocks.map((block) => (
            <li key={block.blockId}>
              <span className="email-words">
                <strong>{block.name}</strong>
                <span className="small quiet">{texts.blockedSince(formats.day(block.since))}</span>
              </span>
              <Button
                variant="tertiary"
                aria-label={texts.letInNamed(block.name)}
                aria-disabled={letIn.busy}
                onClick={() => void letIn.run(block)}
              >
                {texts.letIn}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Changed change={letIn} done={done} />
      <BlockAddress
        onBlocked={(blocks) => {
          setDone(null)
          set(blocks)
        }}
      />
    </section>
  )
}

function BlockAddress({ onBlocked }: { onBlocked: (blocks: PersonBlocks) => void }) {
  const texts = useTexts(consentsTexts)
  const words = useTexts(writeTexts)
  const field = useRef<HTMLInputElement>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const block = useChange(
    useCallback(
      async (digitalAddress: string) => {
        setDone(null)
        try {
          onBlocked(await callApi<PersonBlocks>('POST', BLOCKS, { digitalAddress }))
        } catch (error) {
          if (!(error instanceof CallFailed) || error.code !== 'address-not-reached') throw error
          setWrong(texts.blockNotReached)
          return
        }
        if (field.current) field.current.value = ''
        setDone(texts.blockDone(digitalAddress))
      },
      [onBlocked, texts],
    ),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const address = field.current?.value.trim() ?? ''
    const fits = parseDigitalAddress(address).kind === 'digital-address'
    setWrong(fits ? null : words.addressShape)
    if (fits) void block.run(address)
    else field.current?.focus()
  }
  return (
    <>
      <form className="add-email" onSubmit={submit} noValidate>
        <Textfield
          ref={field}
          label={texts.blockAddress}
          description={texts.blockAddressHint}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={wrong ?? undefined}
        />
        <Button type="submit" variant="secondary" loading={block.busy}>
          {texts.blockButton}
        </Button>
      </form>
      <Changed change={block} done={done} />
    </>
  )
}
