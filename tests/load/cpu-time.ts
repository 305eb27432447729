/** Processor time that processes have used, in seconds: unlike a rate it hardly depends on what else the machine does. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Linux counts in hundredths of a second (USER_HZ), on every machine of ours. */
const TICKS_PER_SECOND = 100

/** Of a process with all its children, those that have ended included. */
export function cpuSeconds(pid: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? [])
  const own = all.find((stat) => stat.pid === pid)
  if (!own) throw new Error(`process ${pid} is gone`)
  const children = all.filter((stat) => stat.parent === pid)
  return (own.ticks + own.endedTicks + children.reduce((sum, { ticks }) => sum + ticks, 0)) / TICKS_PER_SECOND
}

export const postgresCpuSeconds = (clusterFolder: string): number =>
  cpuSeconds(Number(readFileSync(join(clusterFolder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]))

function statOf(pid: number) {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined // it has just ended
  }
  // The name in brackets may hold anything; the fields follow its last bracket: state, ppid, …, utime stime cutime cstime.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const at = (place: number) => Number(fields[place - 3])
  return { pid, parent: at(4), ticks: at(14) + at(15), endedTicks: at(16) + at(17) }
}
