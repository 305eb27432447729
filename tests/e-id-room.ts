/** The sign-in room beside simulated electronic IDs, there before a file's first test: who imports this has it. */
import { after } from 'node:test'
import { openElectronicIds } from './e-id.ts'
import { openSignIn } from './sign-in.ts'

let clock = () => new Date()

export const ids = await openElectronicIds({ publicUrl: 'http://localhost:8080', clock: () => clock() })
export const room = await openSignIn({ env: ids.env })
clock = room.clock.now

after(async () => {
  await room.close()
  await ids.close()
})
