/** The demo's certificate authority: made at the first start, left alone at every later one. */
import { holdCeremony } from '#identity/certificates/hold-ceremony.ts'
import { openCertificates } from '#identity/certificates/room.ts'
import { openDemoHouse } from './demo-house.ts'

export async function holdDemoCeremony(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const { house, close } = openDemoHouse(env)
  try {
    await holdCeremony(openCertificates(house), { organisation: 'Brevhus Demo', country: 'dk' })
  } finally {
    await close()
  }
}
