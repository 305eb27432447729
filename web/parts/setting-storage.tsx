import type { Storage } from '#api/keeping.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { useAnswer } from '../lib/use-answer.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { Failure } from './failure.tsx'
import { LineSkeletons } from './skeletons.tsx'

/** How much of its room the mailbox fills (B-04, D-23). */
export function StorageSetting() {
  const texts = useTexts(keepingTexts)
  const { formats } = useAccount()
  const { answer, again } = useAnswer<Storage>('/api/storage')
  const storage = answer.value
  return (
    <section className="card" aria-labelledby="storage-title" aria-busy={answer.state === 'loading'}>
      <h2 id="storage-title">{texts.storage}</h2>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!storage && answer.state === 'loading' && <LineSkeletons count={2} />}
      {storage && storage.quotaBytes === null && (
        <p>
          {texts.used(formats.size(storage.usedBytes))} {texts.noQuota}
        </p>
      )}
      {storage && storage.quotaBytes !== null && (
        <>
          <p id="storage-words">
            {texts.usedOf(formats.size(storage.usedBytes), formats.size(storage.quotaBytes))}
          </p>
          <meter
            className="meter"
            aria-labelledby="storage-words"
            max={storage.quotaBytes}
            value={Math.min(storage.usedBytes, storage.quotaBytes)}
          />
          {storage.full && <p>{texts.full}</p>}
        </>
      )}
    </section>
  )
}
