import { Button, Fieldset, Radio, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useMemo, useRef, useState } from 'react'
import type { ACCESS_PATHS, AccessPart, GiveAccess, GivenAccess } from '#api/access.ts'
import { parseDigitalAddress } from '#rules/digital-address.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, callApi } from '../lib/call-api.ts'
import { useChange } from '../lib/use-change.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { sharingTexts } from '../texts/sharing-texts.ts'
import { Changed } from './changed.tsx'
import { FoldersField } from './choose-folder.tsx'
import { SendersField } from './choose-sender.tsx'

const GIVEN: (typeof ACCESS_PATHS)['given'] = '/api/access/given'
const DAY = /^\d{4}-\d\d-\d\d$/

type Wrong = { address?: string; part?: string; until?: string }
type Props = { onGiven: (given: GivenAccess) => void }

/** Offers somebody access. Nothing here tells whether the address reaches anybody. */
export function GiveAccessForm({ onGiven }: Props) {
  const texts = useTexts(sharingTexts)
  const keeping = useTexts(keepingTexts)
  const { me } = useAccount()
  const places = useMemo(
    () =>
      (['inbox', 'archive'] as const).map((place) => ({
        id: place,
        name: keeping.places[place],
        within: '',
      })),
    [keeping],
  )
  const [kind, setKind] = useState<AccessPart['kind']>('whole')
  const [wrong, setWrong] = useState<Wrong>({})
  const form = useRef<HTMLFormElement>(null)
  const address = useRef<HTMLInputElement>(null)
  const offer = useChange(
    useCallback(
      async (asked: GiveAccess) => {
        try {
          onGiven(await callApi<GivenAccess>('POST', GIVEN, asked))
        } catch (error) {
          const told = toldOf(error, texts)
          if (!told) throw error
          setWrong(told)
          return
        }
        form.current?.reset()
        setKind('whole')
      },
      [onGiven, texts],
    ),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const text = (name: string) => String(given.get(name) ?? '').trim()
    const ids = given.getAll(kind).map(String)
    const typed = parseDigitalAddress(text('address'))
    const found: Wrong = {
      ...(typed.kind === 'invalid' && { address: texts.addressWrong }),
      ...(typed.kind !== 'invalid' &&
        me.digitalAddress?.endsWith(`#${typed.tag}`) && { address: texts.addressOwn }),
      ...(kind !== 'whole' && ids.length === 0 && { part: texts.chooseOne }),
      ...(text('until') !== '' && !DAY.test(text('until')) && { until: texts.untilWrong }),
    }
    setWrong(found)
    if (found.address) address.current?.focus()
    if (Object.keys(found).length > 0) return
    const part: AccessPart =
      kind === 'folders'
        ? { kind, places: ids }
        : kind === 'senders'
          ? { kind, senderIds: ids }
          : { kind: 'whole' }
    const capacity = text('capacity') === 'delegate-sender' ? 'delegate-sender' : 'delegate-reader'
    void offer.run({ digitalAddress: text('address'), capacity, part, endsOn: text('until') || null })
  }
  return (
    <section className="card" aria-labelledby="give-title">
      <h2 id="give-title">{texts.give}</h2>
      <form ref={form} className="give-access" onSubmit={submit} onChange={() => setWrong({})} noValidate>
        <Textfield
          ref={address}
          name="address"
          label={texts.address}
          description={texts.addressHint}
          error={wrong.address}
          autoComplete="off"
          spellCheck={false}
          autoCapitalize="none"
          maxLength={240}
        />
        <Fieldset>
          <Fieldset.Legend>{texts.what}</Fieldset.Legend>
          <Radio
            name="capacity"
            value="delegate-reader"
            label={texts.reader}
            description={texts.readerMeans}
            defaultChecked
          />
          <Radio
            name="capacity"
            value="delegate-sender"
            label={texts.sender}
            description={texts.senderMeans}
          />
        </Fieldset>
        <Fieldset>
          <Fieldset.Legend>{texts.part}</Fieldset.Legend>
          {(['whole', 'folders', 'senders'] as const).map((one) => (
            <Radio
              key={one}
              name="part"
              value={one}
              label={texts[one]}
              checked={kind === one}
              onChange={() => setKind(one)}
            />
          ))}
        </Fieldset>
        {kind === 'folders' && (
          <FoldersField
            name="folders"
            label={texts.folders}
            hint={texts.foldersHint}
            title={texts.folderTitle}
            also={places}
            add={texts.folderAdd}
            remove={texts.folderRemove}
            onChange={() => setWrong({})}
          />
        )}
        {kind === 'senders' && <SendersField name="senders" onChange={() => setWrong({})} />}
        {wrong.part && (
          <p className="fault" role="alert">
            {wrong.part}
          </p>
        )}
        <Textfield
          type="date"
          name="until"
          label={texts.until}
          description={texts.untilHint}
          error={wrong.until}
        />
        <p className="small quiet">{texts.same}</p>
        <Button type="submit" loading={offer.busy}>
          {texts.offer}
        </Button>
      </form>
      {/* Outside the form: a stronger sign-in has a form of its own. */}
      <Changed change={offer} done={null} />
    </section>
  )
}

/** What the server found wrong, beside the field it is about; null for anything else. */
function toldOf(error: unknown, texts: (typeof sharingTexts)['da']): Wrong | null {
  if (!(error instanceof CallFailed)) return null
  if (error.kind === 'too-many') return { address: texts.tooMany }
  if (error.code !== 'request-invalid') return null
  return error.fields.includes('endsOn')
    ? { until: texts.untilWrong }
    : { address: error.fields.includes('digitalAddress') ? texts.addressOwn : texts.addressWrong }
}
