/** The program of the key file as a process of its own, for tests that need one signed in by it. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../client/brevhus-key.ts', import.meta.url))

/** Runs it with a key file in this folder; gives what it said, and fails when it failed. */
export function keyProgram(folder: string): (...args: string[]) => Promise<string> {
  return async (...args) => {
    const [file, passphrase] = [join(folder, 'test.key'), join(folder, 'test.passphrase')]
    await writeFile(passphrase, 'kaffe ved havnen\n')
    const child = spawn(process.execPath, [PROGRAM, '--file', file, '--passphrase-file', passphrase, ...args])
    let said = ''
    child.stdout.on('data', (text) => {
      said += text
    })
    child.stderr.on('data', (text) => {
      said += text
    })
    const code = await new Promise<number | null>((done) => {
      child.once('close', done)
    })
    assert.equal(code, 0, said)
    return said
  }
}
