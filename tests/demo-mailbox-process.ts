import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { CaughtMail } from '#tools/demo-mailbox/caught-mail.ts'

export type DemoMailboxProcess = {
  smtpUrl: string
  webUrl: string
  process: ChildProcess
  /** Newest first. */
  mails(): Promise<CaughtMail[]>
  stop(): Promise<void>
}

const READY_WITHIN_MS = 15_000

/** Starts the demo mailbox as its own process and waits until it listens. Port 0 is any free one. */
export async function spawnDemoMailbox(
  ports: { smtp: number; web: number } = { smtp: 0, web: 0 },
): Promise<DemoMailboxProcess> {
  const script = fileURLToPath(new URL('../tools/demo-mailbox/serve.ts', import.meta.url))
  const args = ['--smtp-port', String(ports.smtp), '--web-port', String(ports.web)]
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000)
  })
  const { smtpUrl, webUrl } = await new Promise<{ smtpUrl: string; webUrl: string }>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`the demo mailbox was not ready within ${READY_WITHIN_MS} ms. ${complaint}`))
    }, READY_WITHIN_MS)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, smtpUrl, webUrl] = /ready at (\S+) and (\S+)/.exec(line) ?? []
      if (!smtpUrl || !webUrl) return
      clearTimeout(timer)
      resolve({ smtpUrl, webUrl })
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`the demo mailbox ended with ${code}. ${complaint}`))
    })
  })
  return {
    smtpUrl,
    webUrl,
    process: child,
    mails: async () => (await fetch(`${webUrl}/mails.json`)).json() as Promise<CaughtMail[]>,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}
