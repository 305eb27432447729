/** Verifies a demo person's e-mail as the person would: asks for the link, reads the mail, follows it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { House } from '#ground/house.ts'
import { claimEmail } from '#people/claim-email.ts'
import { confirmEmail } from '#people/confirm-email.ts'

const WITHIN_MS = 20_000

export async function verifyEmail(
  house: House,
  mailWebUrl: string,
  mailboxId: string,
  email: string,
): Promise<void> {
  const { verifiedAt } = await claimEmail(house, { mailboxId, email })
  // A first start that was broken off may have come this far.
  if (verifiedAt) return
  for (const end = Date.now() + WITHIN_MS; Date.now() < end; await sleep(100)) {
    const mails = (await (await fetch(`${mailWebUrl}/mails.json`)).json()) as { to: string[]; text: string }[]
    const mail = mails.find(({ to, text }) => to.includes(email) && text.includes('/verify-email'))
    const token = mail && /[?&]token=([A-Za-z0-9_-]+)/.exec(mail.text)?.[1]
    if (token) {
      await confirmEmail(house, { mailboxId, token })
      return
    }
  }
  throw new Error(`The verification mail to ${email} did not arrive within ${WITHIN_MS / 1000} s.`)
}
