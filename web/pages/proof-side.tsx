import { Button } from '@digdir/designsystemet-react'
import { useEffect } from 'react'
import type { LetterProof } from '#api/mailbox.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { useAnswer } from '../lib/use-answer.ts'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { letterTexts } from '../texts/letter-texts.ts'
import { proofTexts } from '../texts/proof-texts.ts'
import { useOpenLetter } from './letter-page.tsx'

/** How soon to ask again for a receipt that waits for its seal, in ms. */
const ASK_AGAIN_MS = 3_000

export function ProofSide() {
  const letter = useOpenLetter()
  const texts = useTexts(proofTexts)
  const { proof: title } = useTexts(letterTexts)
  const { answer, again } = useAnswer<LetterProof>(`/api/letters/${letter.letterId}/proof`)
  const proof = answer.value
  const waiting = answer.state === 'here' && answer.value.receipt === null
  useEffect(() => {
    if (!waiting) return
    const timer = setTimeout(() => again(true), ASK_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [waiting, again])
  return (
    <section className="card" aria-labelledby="proof-title" aria-busy={answer.state === 'loading'}>
      <h2 id="proof-title">{title}</h2>
      <p className="quiet">{texts.lead}</p>
      {!proof && answer.state === 'loading' && <LineSkeletons count={5} />}
      {answer.state === 'failed' && <Failure ofLetter failure={answer.failure} onAgain={() => again()} />}
      {proof && <Proof proof={proof} />}
    </section>
  )
}

function Proof({ proof }: { proof: LetterProof }) {
  const texts = useTexts(proofTexts)
  const { formats } = useAccount()
  const wordsFor = (event: string) => texts.events[event.split(' ').at(-1)!]
  return (
    <>
      <p className="seal-line" role="status">
        <Icon name="seal" />
        <strong>{proof.sealedAt ? texts.sealed(formats.dayAndTime(proof.sealedAt)) : texts.waiting}</strong>
      </p>
      <h3 id="steps-title">{texts.steps}</h3>
      <div className="table-frame">
        <table aria-labelledby="steps-title">
          <thead>
            <tr>
              <th scope="col">{texts.step}</th>
              <th scope="col">{texts.when}</th>
              <th scope="col">{texts.place}</th>
            </tr>
          </thead>
          <tbody>
            {proof.events.map((event) => (
              <tr key={`${event.event} ${event.at}`}>
                <td>
                  {wordsFor(event.event) ?? event.event}
                  {wordsFor(event.event) && <span className="quiet small block-line">{event.event}</span>}
                </td>
                <td data-label={texts.when}>{formats.exact(event.at)}</td>
                <td data-label={texts.place}>
                  {event.leafIndex === null ? texts.notSealed : formats.count(event.leafIndex)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h3>{texts.fingerprints}</h3>
      <p className="quiet">{texts.fingerprintsWhy}</p>
      <dl className="fingerprints">
        {proof.documents.map((document) => (
          <div key={document.documentNo}>
            <dt>{document.fileName}</dt>
            <dd>
              <code>{document.sha256}</code>
            </dd>
          </div>
        ))}
      </dl>
      {proof.receipt && <DownloadReceipt proof={proof} />}
    </>
  )
}

function DownloadReceipt({ proof }: { proof: LetterProof }) {
  const texts = useTexts(proofTexts)
  const download = () => {
    const file = new Blob([JSON.stringify(proof.receipt, null, 2)], { type: 'application/json' })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(file)
    link.download = `${texts.receiptName}-${proof.letterId}.json`
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <div className="doings">
      <Button variant="secondary" onClick={download}>
        <Icon name="download" />
        {texts.download}
      </Button>
      <span className="quiet small">{texts.downloadWhy}</span>
    </div>
  )
}
