/**
 * Who is at the mail door, and for how long. Slow callers cannot fill it: a mail has so much time and so many bytes, counted from the last one and
 * by no single command, so that a byte now and then gains nothing; and when there is no room, the newest caller gets that of whoever
 * has been longest without a mail. Whose mail is just being kept is never turned out.
 */
import type { Socket } from 'node:net'

export type DoorBounds = {
  /** Callers at once; each holds at most one mail in memory. */
  callers: number
  /** Of one address. */
  callersOfOne: number
  /** Milliseconds until a whole mail is here, from the first word or from the mail before. */
  mailMs: number
  /** Milliseconds of everything one caller has to say. */
  talkMs: number
  /** Bytes on the way to a mail: of commands, and of a mail that is too large and still has to be heard to its end. */
  commandBytes: number
  mailBytes: number
}

export const DOOR_BOUNDS: DoorBounds = {
  callers: 40,
  callersOfOne: 20,
  mailMs: 60_000,
  talkMs: 600_000,
  commandBytes: 64 * 1024,
  mailBytes: 16 * 1024 * 1024,
}

type Caller = {
  readonly socket: Socket
  readonly address: string
  readonly leaves: number
  timer: NodeJS.Timeout | undefined
  bytes: number
  stage: 'talks' | 'sends' | 'is-kept'
}

export function doorKeeper(bounds: DoorBounds) {
  /** Whoever has been longest without a mail stands first. */
  const callers = new Map<string, Caller>()

  const turnOut = (id: string, why: string) => {
    const caller = callers.get(id)
    if (!caller || caller.stage === 'is-kept') return
    leave(id)
    caller.socket.write(`421 4.3.2 ${why}\r\n`)
    caller.socket.destroySoon()
  }
  const leave = (id: string) => {
    clearTimeout(callers.get(id)?.timer)
    callers.delete(id)
  }
  const wait = (id: string, caller: Caller) => {
    clearTimeout(caller.timer)
    caller.bytes = 0
    caller.stage = 'talks'
    const left = Math.min(bounds.mailMs, caller.leaves - performance.now())
    caller.timer = setTimeout(() => turnOut(id, 'Too slow'), Math.max(0, left))
    callers.delete(id)
    callers.set(id, caller)
  }
  /** Of this address, or of the one with most callers: the one who has been longest without a mail. */
  const makeRoom = (address?: string): void => {
    const waiting = [...callers].filter(([, { stage }]) => stage !== 'is-kept')
    const counts = new Map<string, number>()
    for (const [, one] of waiting) counts.set(one.address, (counts.get(one.address) ?? 0) + 1)
    const most = Math.max(0, ...counts.values())
    const found = waiting.find(([, one]) =>
      address === undefined ? counts.get(one.address) === most : one.address === address,
    )
    if (found) turnOut(found[0], 'Others are waiting')
  }
  const of = (address: string) => [...callers.values()].filter((one) => one.address === address).length

  return {
    come(id: string, socket: Socket): void {
      const address = socket.remoteAddress ?? ''
      if (of(address) >= bounds.callersOfOne) makeRoom(address)
      if (callers.size >= bounds.callers) makeRoom()
      const caller: Caller = {
        socket,
        address,
        leaves: performance.now() + bounds.talkMs,
        timer: undefined,
        bytes: 0,
        stage: 'talks',
      }
      wait(id, caller)
      socket.on('close', () => leave(id))
      socket.on('data', ({ length }: Buffer) => {
        caller.bytes += length
        if (caller.bytes > (caller.stage === 'talks' ? bounds.commandBytes : bounds.mailBytes))
          turnOut(id, 'Too much')
      })
      // All are being kept at this moment: no room to be had.
      if (of(address) > bounds.callersOfOne || callers.size > bounds.callers) turnOut(id, 'Too many')
    },
    /** The mail itself begins. */
    sends(id: string): void {
      const caller = callers.get(id)
      if (caller) caller.stage = 'sends'
    },
    /** All of it is here. */
    keeps(id: string): void {
      const caller = callers.get(id)
      if (!caller) return
      clearTimeout(caller.timer)
      caller.stage = 'is-kept'
    },
    /** It is ours, or was refused: the next one may come. */
    kept(id: string): void {
      const caller = callers.get(id)
      if (caller) wait(id, caller)
    },
    close(): void {
      for (const id of [...callers.keys()]) turnOut(id, 'Closing')
    },
  }
}
