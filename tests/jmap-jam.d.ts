/** What the tests use of jmap-jam (tsconfig.json leads here). Its own types come as sources that this house's compiler settings refuse. */
// biome-ignore lint/suspicious/noExplicitAny: answers of JSON, read here and there.
type Loose = any
type Draft = { $ref(path: string): unknown }
export class JamClient {
  constructor(options: { sessionUrl: string; bearerToken: string })
  getPrimaryAccount(): Promise<string>
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
