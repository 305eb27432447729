/** The JMAP session resource (RFC 8620 §2): who the token is for, where to ask, and how much at once. */
import { createHash } from 'node:crypto'
import { SYNC } from '#rules/personal-tokens.ts'

export const CORE = 'urn:ietf:params:jmap:core'
export const MAIL = 'urn:ietf:params:jmap:mail'
export const CAPABILITIES: readonly string[] = [CORE, MAIL]

export function sessionOf(publicUrl: string, of: { accountId: string; name: string }) {
  const base = new URL('/jmap/', publicUrl).href
  const capabilities = {
    [CORE]: {
      // Nothing is ever sent this way: accounts are read only. The numbers are what the core asks every server to name.
      maxSizeUpload: 0,
      maxConcurrentUpload: 1,
      maxSizeRequest: SYNC.requestBytesMax,
      maxConcurrentRequests: SYNC.requestsAtOnceMax,
      maxCallsInRequest: SYNC.callsInRequestMax,
      maxObjectsInGet: SYNC.objectsInGetMax,
      maxObjectsInSet: 1,
      collationAlgorithms: [],
    },
    [MAIL]: {},
  }
  const mail = {
    maxMailboxesPerEmail: 1,
    maxMailboxDepth: null,
    maxSizeMailboxName: 400,
    maxSizeAttachmentsPerEmail: 0,
    emailQuerySortOptions: ['receivedAt'],
    mayCreateTopLevelMailbox: false,
  }
  const session = {
    capabilities,
    accounts: {
      [of.accountId]: {
        name: of.name,
        isPersonal: true,
        isReadOnly: true,
        accountCapabilities: { [CORE]: {}, [MAIL]: mail },
      },
    },
    primaryAccounts: { [CORE]: of.accountId, [MAIL]: of.accountId },
    username: of.name,
    apiUrl: `${base}api`,
    downloadUrl: `${base}download/{accountId}/{blobId}/{name}?accept={type}`,
    uploadUrl: `${base}upload/{accountId}`,
    eventSourceUrl: `${base}eventsource?types={types}&closeafter={closeafter}&ping={ping}`,
  }
  const state = createHash('sha256').update(JSON.stringify(session)).digest('hex').slice(0, 16)
  return { ...session, state }
}
