/** `npm run code -- <user ID or number>`: what the code app of a demo person shows now. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import type { DemoLogin } from './demo/demo-people.ts'

const [who] = process.argv.slice(2)
const file = join(resolve(process.env.DATA_DIR ?? 'data'), 'demo.json')
let logins: readonly DemoLogin[] = []
try {
  logins = (JSON.parse(readFileSync(file, 'utf8')) as { logins: DemoLogin[] }).logins
} catch {
  fail(`There is no demo post office in ${file}. Run npm start first.`)
}
const login = logins.find(({ signInAs }) => signInAs === who)
if (!login) fail(`Name a demo person: ${logins.map(({ signInAs }) => signInAs).join(', ')}`)
if (!login.totpSecret) fail(`${login.name} has no code app.`)
const totp = new TOTP({ secret: Secret.fromBase32(login.totpSecret) })
const left = 30 - (Math.floor(Date.now() / 1000) % 30)
process.stdout.write(`${totp.generate()}  (for ${left} more seconds)\n`)

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
