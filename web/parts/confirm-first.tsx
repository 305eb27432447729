import { Button } from '@digdir/designsystemet-react'
import { useCallback } from 'react'
import { CallFailed } from '../lib/call-api.ts'
import type { Answer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { Changed } from './changed.tsx'

/** Whether what a page shows asks for more than the session has: then it asks for a confirmation instead of showing an error. */
export const asksForMore = (answer: Answer<unknown>): boolean =>
  answer.state === 'failed' && answer.failure instanceof CallFailed && answer.failure.kind === 'level-too-low'

/** Why, and a button that asks again: below it the confirmation, and then `ask` once more. */
export function ConfirmFirst(props: { title: string; why: string; show: string; ask: () => Promise<void> }) {
  const { ask } = props
  const change = useChange(useCallback((_: undefined) => ask(), [ask]))
  return (
    <section className="card" aria-labelledby="locked-title">
      <h2 id="locked-title">{props.title}</h2>
      <p>{props.why}</p>
      <Button aria-disabled={change.busy} onClick={() => void change.run(undefined)}>
        {props.show}
      </Button>
      <Changed change={change} done={null} />
    </section>
  )
}
