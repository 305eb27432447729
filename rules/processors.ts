/**
 * N-29, V8: whom the operator lets handle data, for what, and in which country it lies, as the operator writes it:
 * `hosting=Nordic Drift AS/NO; sms=Beskedbud ApS/DK`.
 */
export const PROCESSOR_TASKS = ['hosting', 'storage', 'e-mail', 'sms', 'print', 'support'] as const
export type ProcessorTask = (typeof PROCESSOR_TASKS)[number]

/** `country`: ISO 3166-1, two capitals. */
export type Processor = { readonly task: ProcessorTask; readonly name: string; readonly country: string }

/** Undefined when a part of it is not of that form. */
export function readProcessors(text: string): Processor[] | undefined {
  const processors: Processor[] = []
  for (const part of text.split(';')) {
    const [, task, name, country] = /^\s*([a-z-]+)\s*=\s*(\S.{0,98}?)\s*\/\s*([A-Z]{2})\s*$/.exec(part) ?? []
    const known = PROCESSOR_TASKS.find((one) => one === task)
    if (!known || !name || !country || /\p{C}/u.test(name)) return undefined
    processors.push({ task: known, name, country })
  }
  return processors
}
