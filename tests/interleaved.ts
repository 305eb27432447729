/** Something somebody asks for; its answer as a program gets it. */
type Deed = () => Promise<{ status: number; json: { code?: string } }>

/** Two people who meet. Runs two deeds, each begun from what both saw at first: one after the other in both orders, then at once; anew each time. */
export async function interleaved(
  begin: (turn: string) => Promise<readonly [Deed, Deed]>,
  end: (turn: string, codes: (string | undefined)[]) => Promise<void>,
): Promise<void> {
  for (const turn of ['first', 'second', 'at once']) {
    const [one, other] = await begin(turn)
    const answers =
      turn === 'at once'
        ? await Promise.all([one(), other()])
        : turn === 'first'
          ? [await one(), await other()]
          : [await other(), await one()].reverse()
    await end(
      turn,
      answers.map(({ json }) => json?.code),
    )
  }
}
