/** Says what is being done: a line for every step, and a moving one while a step takes over a second. */
export type Step = { say(detail: string): void }

const TTY = process.stdout.isTTY === true
let hushed = false

/** From now on nothing more is said: somebody else has the last word. */
export const hush = (): void => {
  hushed = true
}
const say = (line: string): void => {
  if (!hushed) process.stdout.write(line)
}

export async function step<T>(title: string, work: (step: Step) => Promise<T>): Promise<T> {
  const began = performance.now()
  let detail = ''
  const seconds = () => Math.round((performance.now() - began) / 1000)
  const line = (end: string) => `  ${title} ${end}${detail ? `  ${detail}` : ''}`
  const ticking = setInterval(
    () => say(TTY ? `\r\x1b[2K${line(`… ${seconds()} s`)}` : `${line(`… ${seconds()} s`)}\n`),
    TTY ? 1000 : 5000,
  )
  try {
    const result = await work({
      say(text) {
        detail = text
      },
    })
    const took = performance.now() - began
    say(`${TTY ? '\r\x1b[2K' : ''}${line(took > 1000 ? `✓ ${(took / 1000).toFixed(1)} s` : '✓')}\n`)
    return result
  } catch (error) {
    say(`${TTY ? '\r\x1b[2K' : ''}${line('✗')}\n`)
    throw error
  } finally {
    clearInterval(ticking)
  }
}
