/**
 * The PIN that reopens a kept device (I-11, D-02). It is worth nothing without the device's own secret, and five wrong ones end the
 * device session, so six digits are enough; those that everybody tries first, and the person's own number, are not taken.
 */
export const PIN = { digits: 6, wrongMax: 5 } as const

export type PinFault = 'shape' | 'one-digit' | 'sequence' | 'national-number'

/** @param nationalNumber digits only */
export function pinFaults(pin: string, nationalNumber: string): PinFault[] {
  if (!new RegExp(`^[0-9]{${PIN.digits}}$`).test(pin)) return ['shape']
  const steps = [...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i]))
  const faults: PinFault[] = []
  if (steps.every((step) => step === 0)) faults.push('one-digit')
  // 123456, 654321, 890123: around the corner of ten as well.
  else if ([1, -1].some((way) => steps.every((step) => (step - way) % 10 === 0))) faults.push('sequence')
  if (nationalNumber.includes(pin)) faults.push('national-number')
  return faults
}
