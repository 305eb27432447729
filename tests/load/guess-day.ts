/**
 * What an attacker with many addresses guesses in a day, against the real law of waiting (`rules/lock-out.ts`) under a simulated clock. The
 * attacker is given everything but the secrets: every user ID, the exact order in which passwords are common, networks that never
 * rest, accounts of their own.
 *
 * Passwords follow the CDF-Zipf model fitted to the RockYou leak, F(r) = C·r^s (Wang et al., "Zipf's Law in Passwords", IEEE TIFS 2017); what
 * the password rule refuses is cut off its head.
 */
import { givesCredit, LOCK_OUT, networkWaitEnd, signInDoor } from '#rules/lock-out.ts'

const ZIPF = { c: 0.037433, s: 0.187227 } as const
const DAY_MS = 24 * 3_600_000
/** As many failures as the store keeps (server/identity/throttle.store.ts). */
const FAILURES_KEPT = 50

/** Accounts looked at for one that takes a try at this moment, before the network looks again in half a minute. */
const LOOKED_AT = 50
const LOOK_AGAIN_SECONDS = 30

export type Attack = {
  seed: number
  accounts: number
  networks: number
  /** Accounts the attacker may sign in to: their own, or with stolen passwords. Each takes failures back in a few networks. */
  accountsHeld: number
}

export type Day = {
  guesses: number
  successes: number
  /** Sum of the chances of every guess: what chance would give on average. */
  expected: number
}

/** One password after the other, the likeliest first, each on every account before the next. `listed`: how many of the most common ones the password rule refuses. */
export function guessPasswords(attack: Attack, listed: number): Day {
  const random = mulberry(attack.seed)
  const share = (rank: number) => ZIPF.c * rank ** ZIPF.s
  const cut = listed === 0 ? 0 : share(listed)
  const ranks = Float64Array.from({ length: attack.accounts }, () =>
    Math.ceil(((cut + random() * (1 - cut)) / ZIPF.c) ** (1 / ZIPF.s)),
  )
  const day: Day = { guesses: 0, successes: 0, expected: 0 }
  const failures = new Map<number, number[]>()
  let next = 0
  run(attack, (nowMs) => {
    for (let tried = 0; tried < LOOKED_AT; tried++) {
      const account = next % attack.accounts
      const rank = listed + 1 + Math.floor(next / attack.accounts)
      const strangers = failures.get(account) ?? []
      next++
      if (!mayTry(strangers, nowMs)) continue
      day.guesses++
      day.expected += (share(rank) - (rank === 1 ? 0 : share(rank - 1))) / (1 - cut)
      if (ranks[account] === rank) day.successes++
      else failures.set(account, [nowMs, ...strangers].slice(0, FAILURES_KEPT))
      return true
    }
    return false
  })
  return day
}

/** Codes of the second factor, with the password of `accountsHeld` accounts in hand. `chance`: of one guess; ten wrong ones in a row block a device. */
export function guessCodes(attack: Attack, chance: number): Day {
  const random = mulberry(attack.seed)
  const day: Day = { guesses: 0, successes: 0, expected: 0 }
  const wrong = new Uint8Array(attack.accountsHeld)
  const failures = new Map<number, number[]>()
  const open = Array.from({ length: attack.accountsHeld }, (_, account) => account)
  let next = 0
  run(attack, (nowMs) => {
    for (let tried = 0; tried < LOOKED_AT && open.length > 0; tried++) {
      next = (next + 1) % open.length
      const account = open[next]!
      const strangers = failures.get(account) ?? []
      if (!mayTry(strangers, nowMs)) continue
      day.guesses++
      day.expected += chance
      if (random() < chance) day.successes++
      failures.set(account, [nowMs, ...strangers].slice(0, FAILURES_KEPT))
      if (++wrong[account]! >= LOCK_OUT.deviceCodesMax) {
        open[next] = open.at(-1)!
        open.pop()
      }
      return true
    }
    return open.length > 0 ? false : 'over'
  })
  return day
}

const mayTry = (strangerFailuresMs: readonly number[], nowMs: number): boolean =>
  signInDoor({ nowMs, knownDevice: false, sourceFailuresMs: [], strangerFailuresMs }).kind === 'try'

/** Every network guesses the moment it may, for a day. `guess` false: nothing takes a try at this moment. */
function run(attack: Attack, guess: (nowMs: number) => boolean | 'over'): void {
  const networks = Array.from({ length: attack.networks }, () => [] as number[])
  const credits = Array.from({ length: attack.accountsHeld }, () => [] as number[])
  // A wheel of seconds: whoever may guess in this one.
  const wheel: number[][] = Array.from({ length: DAY_MS / 1000 }, () => [])
  wheel[0] = networks.map((_, network) => network)
  let holder = 0
  for (let second = 0; second < wheel.length; second++) {
    for (const network of wheel[second]!) {
      let failed = networks[network]!
      const nowMs = second * 1000
      let waitsUntil = networkWaitEnd(failed, nowMs)
      while (waitsUntil <= nowMs) {
        const guessed = guess(nowMs)
        if (guessed === 'over') return
        if (!guessed) {
          waitsUntil = nowMs + LOOK_AGAIN_SECONDS * 1000
          break
        }
        failed = [nowMs, ...failed].slice(0, FAILURES_KEPT)
        // Just before the waiting begins the attacker signs in with an account held, as often as that helps.
        while (failed.length === LOCK_OUT.networkFree - 1 && holder < credits.length) {
          const given = credits[holder]!
          if (!givesCredit(null, given, nowMs)) {
            holder++
            continue
          }
          given.push(nowMs)
          failed = failed.slice(1)
        }
        waitsUntil = networkWaitEnd(failed, nowMs)
      }
      networks[network] = failed
      const again = Math.max(second + 1, Math.ceil(waitsUntil / 1000))
      if (again < wheel.length) wheel[again]!.push(network)
    }
    wheel[second] = []
  }
}

/** A small seeded generator: the same attack every time. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
