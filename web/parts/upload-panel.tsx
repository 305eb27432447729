import { Button } from '@digdir/designsystemet-react'
import { type DragEvent, useCallback, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { Storage } from '#api/keeping.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { useInboxes } from '../lib/inbox.ts'
import { type UploadItem, useUploadItems, useUploads } from '../lib/uploads.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { uploadTexts } from '../texts/upload-texts.ts'
import { Icon } from './icons.tsx'

/** Files by button or by dragging, each with its progress, its stop and, when it is not taken, the reason and what to do (B-05). */
export function UploadPanel({ place }: { place: string }) {
  const texts = useTexts(uploadTexts)
  const { formats } = useAccount()
  const uploads = useUploads()
  const inboxes = useInboxes()
  const input = useRef<HTMLInputElement>(null)
  const { answer, again } = useAnswer<Storage>('/api/storage')
  const [over, setOver] = useState(false)
  const kept = useCallback(
    (_: unknown, where: string) => {
      inboxes.anew()
      void inboxes.of(where).more()
      again(true)
    },
    [again, inboxes],
  )
  const take = (files: FileList | null) => {
    if (files && files.length > 0) uploads.add([...files], place, kept)
  }
  const drag = (is: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(is)
  }
  const storage = answer.value
  return (
    <section className="uploads" aria-label={texts.title}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging is a second way; the button is the first */}
      <div
        className="upload-drop"
        data-over={over || undefined}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event)
          take(event.dataTransfer.files)
        }}
      >
        <input
          ref={input}
          className="bh-hidden"
          type="file"
          multiple
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
        <Button variant="secondary" onClick={() => input.current?.click()}>
          <Icon name="plus" />
          {texts.choose}
        </Button>
        <p className="quiet small">{over ? texts.dropNow : texts.drop}</p>
        {storage?.quotaBytes && (
          <p className="quiet small">
            {texts.room(formats.size(storage.usedBytes), formats.size(storage.quotaBytes))}
            {storage.full && <strong> {texts.reasons['mailbox-full']}</strong>}
          </p>
        )}
      </div>
      <UploadItems />
    </section>
  )
}

/** What is on its way and what became of it; said as a number, so that nobody has to look. */
export function UploadItems() {
  const texts = useTexts(uploadTexts)
  const items = useUploadItems()
  const ended = items.filter(({ state }) => state === 'kept').length
  const failed = items.filter(({ state }) => state === 'failed').length
  return (
    <>
      {items.length > 0 && (
        <ul className="upload-items" aria-label={texts.list}>
          {items.map((item) => (
            <Item key={item.key} item={item} />
          ))}
        </ul>
      )}
      <p className="bh-hidden" role="status">
        {texts.said(ended, failed)}
      </p>
    </>
  )
}

function Item({ item }: { item: UploadItem }) {
  const texts = useTexts(uploadTexts)
  const { formats } = useAccount()
  const uploads = useUploads()
  const { key, name, state, sentBytes, sizeBytes } = item
  const under = state === 'sending' || state === 'checking' || state === 'waiting'
  return (
    <li className="upload-item" data-state={state}>
      <span className="upload-name">
        <Icon name={state === 'failed' ? 'alert' : state === 'kept' ? 'check' : 'document'} />
        {state === 'kept' ? (
          <Link to={`/in/documents/letters/${item.letterId}`} aria-label={texts.show(name)}>
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <bdi>{name}</bdi>
        )}
      </span>
      <span className="upload-state small" role={state === 'failed' ? 'alert' : undefined}>
        {state === 'waiting' && texts.waiting}
        {state === 'sending' && texts.sending(formats.size(sentBytes), formats.size(sizeBytes))}
        {state === 'checking' && texts.checking}
        {state === 'kept' && texts.kept}
        {state === 'cancelled' && texts.cancelled}
        {state === 'failed' && (
          <>
            <span className="bh-hidden">{name}: </span>
            {texts.reasons[item.reason ?? ''] ?? texts.reasons.server}
          </>
        )}
      </span>
      {under && <progress className="upload-progress" aria-label={name} max={sizeBytes} value={sentBytes} />}
      <span className="upload-doings">
        {under ? (
          <Button
            type="button"
            variant="tertiary"
            data-size="sm"
            data-color="neutral"
            aria-label={texts.cancelNamed(name)}
            onClick={() => uploads.cancel(key)}
          >
            {texts.cancel}
          </Button>
        ) : (
          <>
            {(item.reason === 'offline' || item.reason === 'server' || item.reason === 'mailbox-full') && (
              <Button
                type="button"
                variant="tertiary"
                data-size="sm"
                aria-label={texts.againNamed(name)}
                onClick={() => uploads.again(key)}
              >
                {texts.again}
              </Button>
            )}
            <Button
              type="button"
              variant="tertiary"
              data-size="sm"
              data-color="neutral"
              aria-label={texts.forgetNamed(name)}
              onClick={() => uploads.forget(key)}
            >
              {texts.forget}
            </Button>
          </>
        )}
      </span>
    </li>
  )
}
