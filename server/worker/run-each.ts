/**
 * Steps that have nothing to do with each other, one after the other: what one of them cannot do, the blob store being away for example,
 * holds up no period of the others. May be run again as a whole.
 * @throws once all have been tried, what the failing ones threw
 */
export async function runEach(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const errors: Error[] = []
  for (const step of steps)
    try {
      await step()
    } catch (error) {
      errors.push(error instanceof Error ? error : new Error(String(error)))
    }
  if (errors.length > 1) throw new AggregateError(errors, errors.map(({ message }) => message).join('; '))
  if (errors.length === 1) throw errors[0]
}
