/** The demo's certificate authority: made at the first start, left alone at every later one. */
import { holdCeremony } from '#identity/certificates/hold-ceremony.ts'
import { makeMailCertificate } from '#identity/certificates/mail-certificate.ts'
import { openCertificates } from '#identity/certificates/room.ts'
import { openDemoHouse } from './demo-house.ts'

/** Formed like a CVR number; whose it is, only the demo says. */
const DEMO_NUMBER = '10150817'

export async function holdDemoCeremony(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const { house, close } = openDemoHouse(env)
  try {
    const pki = openCertificates(house)
    const operator = { organisation: 'Brevhus Demo', country: 'dk' } as const
    await holdCeremony(pki, operator)
    const { MAIL_FROM: email } = house.config
    await makeMailCertificate(pki, { ...operator, enterpriseNumber: DEMO_NUMBER, email })
  } finally {
    await close()
  }
}
