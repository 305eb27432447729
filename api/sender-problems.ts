/** Problems of who hands in letters; part of the registry in problems.ts. */
import type { Problem } from './problem.ts'

export const SENDER_PROBLEMS = {
  'token-missing': {
    status: 401,
    title: 'An access token is needed.',
    remedy:
      'Get one at /oauth/token with client_credentials and private_key_jwt, and send it as "Authorization: Bearer …".',
  },
  'token-invalid': {
    status: 401,
    title: 'The access token is not valid here.',
    remedy: 'It may be expired, cut off or made by somebody else. Get a new one at /oauth/token.',
  },
  'sender-suspended': {
    status: 403,
    title: 'This sender may not send at present.',
    remedy: 'Contact the operator of this post office.',
  },
  'idempotency-key-missing': {
    status: 400,
    title: 'The header Idempotency-Key is missing or malformed.',
    remedy:
      'Send 8 to 128 visible ASCII characters, new for every new request, the same when you repeat one.',
  },
  'idempotency-key-reused': {
    status: 409,
    title: 'This Idempotency-Key was used for another request within 24 hours.',
    remedy: 'Use a new key for a new request. To repeat a request send exactly the same body.',
  },
  'document-missing': {
    status: 422,
    title: 'A letter names a document that did not come along.',
    remedy:
      'Send the document as a part of the same request, upload it first and name its documentId, or put it into the archive.',
  },
  'document-unreadable': {
    status: 422,
    title: 'A document is not what it says it is.',
    remedy: 'Send a complete PDF, HTML or plain-text file whose content fits its media type.',
  },
  'document-refused': {
    status: 422,
    title: 'A document was refused by the content check.',
    remedy: 'Remove what the fault names and hand in the document again.',
  },
  'letter-was-refused': {
    status: 409,
    title: 'The letter was refused, so nobody got it and there is nothing to cancel.',
    remedy:
      'GET /v1/letters/<id> says why it was refused. Correct that and send it again if it is still wanted.',
  },
  'letter-already-delivered': {
    status: 409,
    title: 'The letter has been delivered. A delivered letter cannot be recalled.',
    remedy: 'Send a new letter that corrects it.',
  },
  'batch-not-open': {
    status: 409,
    title: 'The file is no longer, or not yet, in a state that allows this.',
    remedy:
      'GET /v1/batches/<batchId> tells its state. Wait until it has come so far, or hand in a new file.',
  },
  'upload-incomplete': {
    status: 409,
    title: 'The upload is not complete.',
    remedy: 'Continue it by tus from the offset that HEAD tells, then hand it in.',
  },
  'upload-offset-wrong': {
    status: 409,
    title: 'The upload does not continue where it stopped.',
    remedy: 'Ask with HEAD for the offset and continue from there.',
  },
  'archive-unreadable': {
    status: 422,
    title: 'The file is not a readable ZIP archive.',
    remedy:
      'Hand in one ZIP archive (stored or deflated, not encrypted) that holds manifest.json, the recipient list and the documents.',
  },
  'archive-dangerous': {
    status: 422,
    title: 'The archive holds something that is never unpacked here.',
    remedy:
      'Use plain file names without "..", absolute paths or links, no entry twice, and no entry that unpacks to far more than it holds.',
  },
  'manifest-missing': {
    status: 422,
    title: 'The archive holds no manifest.json.',
    remedy:
      'Put a manifest.json at the top of the archive. Its form is described at /v1/openapi.json (BatchManifest).',
  },
  'manifest-invalid': {
    status: 422,
    title: 'The manifest has faults.',
    remedy:
      'Each fault names the field and what is allowed. Correct manifest.json and hand in the file again.',
  },
  'recipients-unreadable': {
    status: 422,
    title: 'The recipient list could not be read.',
    remedy:
      'Use UTF-8, CSV with a header line or JSON Lines, and the columns described at /v1/openapi.json (RecipientRow).',
  },
  'dry-run-quota-spent': {
    status: 429,
    title: 'The quota of dry-run rows for today is spent.',
    remedy: 'Try again tomorrow, or send for real: what cannot be delivered comes back on the error list.',
  },
  'upload-quota-spent': {
    status: 413,
    title: 'There is no room left for your uploads.',
    remedy:
      'Give up uploads you no longer need (DELETE /v1/uploads/<id>); one that was handed in goes by itself seven days after it began. Ask the post office for more room if you need it.',
  },
} as const satisfies Record<string, Problem>
