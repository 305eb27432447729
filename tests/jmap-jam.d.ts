/** What the tests use of jmap-jam (tsconfig.json leads here). Its own types come as sources that this house's compiler settings refuse. */
// biome-ignore lint/suspicious/noExplicitAny: answers of JSON, read here and there.
type Loose = any
type Draft = { $ref(path: string): unknown }
/** What it gives back is the platform's, of which Node has the type only behind a flag. */
type Events = {
  onopen: (() => void) | null
  onerror: (() => void) | null
  addEventListener(event: string, listener: (message: { data: string; lastEventId: string }) => void): void
  close(): void
}
export class JamClient {
  constructor(options: { sessionUrl: string; bearerToken: string })
  getPrimaryAccount(): Promise<string>
  connectEventSource(options: { types: '*' | string[]; closeafter: string; ping: number }): Promise<Events>
  requestMany<T extends Record<string, Draft>>(
    ask: (t: Record<string, Record<string, (args: object) => Draft>>) => T,
  ): Promise<[{ [K in keyof T]: Loose }, unknown]>
  downloadBlob(options: {
    accountId: string
    blobId: string
    mimeType: string
    fileName: string
  }): Promise<Response>
}
