import { useTexts } from '../lib/account.tsx'
import type { useChange } from '../lib/use-change.ts'
import { stepUpTexts } from '../texts/step-up-texts.ts'
import { Failure } from './failure.tsx'
import { StepUp } from './step-up.tsx'

type Change<Input> = ReturnType<typeof useChange<Input>>

/** Below a setting: what became of the change. The box is always there, so that screen readers hear what comes into it. */
export function Changed<Input>({ change, done }: { change: Change<Input>; done: string | null }) {
  const texts = useTexts(stepUpTexts)
  const { held } = change
  return (
    <div className="changed">
      <p className="done" role="status">
        {done && !change.busy && !held && change.failure === null ? done : ''}
      </p>
      {change.failure !== null && <Failure failure={change.failure} />}
      {held && (
        <div className="inline-step-up">
          <h3>{texts.title}</h3>
          <StepUp purpose="confirm" onRaised={async () => void (await change.run(held.input))} />
        </div>
      )}
    </div>
  )
}
