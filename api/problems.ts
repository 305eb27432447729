/** The registry of problems (RFC 9457). A code is the last part of the problem's `type`, the key of its translation and
 * the heading of its documentation; anything that is not here is a bug and becomes a bare 500 with a trace id.
 * `title` says what is wrong, `remedy` what to do; both are plain words without anybody's data. */
import type { Problem } from './problem.ts'
import { SENDER_PROBLEMS } from './sender-problems.ts'

export type Language = 'da' | 'nb' | 'sv' | 'en'

export const PROBLEMS = {
  'request-malformed': {
    status: 400,
    title: 'The request could not be read.',
    remedy: 'Check that the body is complete and of the announced content type, then send it again.',
  },
  'request-invalid': {
    status: 422,
    title: 'Some fields are missing or wrong.',
    remedy: 'Each fault names the field, the reason and what is allowed. Correct them and send again.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are larger than what is taken here.',
    remedy: 'Send less than 16 KiB of headers; in a browser, delete the cookies of this site.',
  },
  'request-too-slow': {
    status: 408,
    title: 'The request did not come in full in time.',
    remedy: 'Nothing was kept. Send it again on a better line; large files by resumable upload (tus).',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is larger than this address takes.',
    remedy:
      'Send large files by resumable upload (tus) to /v1/uploads, which takes up to 2 GiB; divide larger ones.',
  },
  'content-type-unsupported': {
    status: 415,
    title: 'This content type is not taken here.',
    remedy: 'See the interface description at /v1/openapi.json for the content types of each address.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here, or nothing of yours.',
    remedy: 'Check the address and the id.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take that method.',
    remedy: 'The header Allow names those it takes; the interface description is at /v1/openapi.json.',
  },
  'changed-meanwhile': {
    status: 409,
    title: 'It was changed meanwhile, by somebody else or in another window.',
    remedy:
      'Nothing was changed now. Look at what is there, and send it again from there if that is still wanted.',
  },
  'too-many-requests': {
    status: 429,
    title: 'That is more than your quota allows at once.',
    remedy: 'Wait as long as Retry-After says. For many letters hand in a file: POST /v1/batches.',
  },
  'too-many-searches': {
    status: 429,
    title: 'You have searched very often in a short time.',
    remedy: 'Wait as long as Retry-After says, then search again.',
  },
  busy: {
    status: 503,
    title: 'Brevhus cannot take this right now. Nothing was kept.',
    remedy: 'Send the same request with the same Idempotency-Key after Retry-After.',
  },
  unavailable: {
    status: 503,
    title: 'The post office cannot reach its own storage right now.',
    remedy:
      'Wait as long as Retry-After says and send the same request again, with the same Idempotency-Key if it had one: it is done once.',
  },
  ...SENDER_PROBLEMS,
  'sign-in-needed': { status: 401, title: 'You are not signed in.', remedy: 'Sign in and try again.' },
  'sign-in-failed': {
    status: 401,
    title: 'User ID, password or code is not right.',
    remedy: 'Check them and try again. After several failures there is a waiting time.',
  },
  'code-mistyped': {
    status: 422,
    title: 'The code is not typed as it is printed.',
    remedy: 'Compare it with the letter, character by character. This did not count as a try.',
  },
  'code-not-yet': {
    status: 403,
    title: 'The code is right, but not good yet.',
    remedy: 'Wait as long as Retry-After says. The waiting time protects you if somebody else asked for it.',
  },
  'id-blocked': {
    status: 403,
    title: 'This ID is blocked.',
    remedy: 'Order a letter to your registered address to open it again.',
  },
  'sign-in-wait': {
    status: 429,
    title: 'There were too many failed attempts.',
    remedy: 'Wait as long as Retry-After says, then try again.',
  },
  'level-too-low': {
    status: 403,
    title: 'This needs a stronger sign-in.',
    remedy: 'Confirm with your code app or passkey, then try again.',
  },
  'origin-foreign': {
    status: 403,
    title: 'The request came from another site.',
    remedy: 'Open Brevhus itself and try again.',
  },
  'device-not-usable': {
    status: 409,
    title: 'This code app or passkey cannot be used here.',
    remedy: 'Choose another way to confirm, or register the device again.',
  },
  'password-too-weak': {
    status: 422,
    title: 'The password is too easy to guess.',
    remedy: 'Use at least 10 characters, not a common password, and no part of your national number.',
  },
  'email-not-added': {
    status: 422,
    title: 'The e-mail address could not be added.',
    remedy:
      'The fault says why. Check the spelling; at most three addresses can be kept, so take one away first.',
  },
  'link-used-up': {
    status: 410,
    title: 'The link is no longer valid.',
    remedy:
      'It was used, or its time is over. Begin again where you asked for it; a new invitation comes from who invited you.',
  },
  'letter-locked': {
    status: 403,
    title: 'This letter opens only with a stronger sign-in.',
    remedy: 'Confirm with your code app or passkey, then open it again.',
  },
  'id-not-shown-lately': {
    status: 403,
    title: 'This letter is a link. It opens to an electronic ID that was shown in the last two minutes.',
    remedy: 'Confirm once more with your code app, passkey, code card or electronic ID, then open it again.',
  },
  'content-erased': {
    status: 410,
    title: 'The content is gone for good.',
    remedy:
      'The key to it was erased and nobody can read it any more. Ask its sender for it if you still need it.',
  },
  'receipt-erased': {
    status: 410,
    title: 'This receipt can no longer be made.',
    remedy: 'What opens its entry in the evidence log was erased. Keep receipts when you fetch them.',
  },
  'folders-too-many': {
    status: 409,
    title: 'There is no room for another folder.',
    remedy: 'Delete folders you no longer need; GET /api/folders says how many there may be.',
  },
  'folder-too-deep': {
    status: 422,
    title: 'Folders cannot lie that deep in each other.',
    remedy: 'Make the folder further up; GET /api/folders says how deep they may lie.',
  },
  'folder-name-taken': {
    status: 409,
    title: 'There is a folder of that name here already.',
    remedy: 'Choose another name, or use the one that is there.',
  },
  'notes-too-many': {
    status: 409,
    title: 'There are as many notes on letters as one mailbox may have.',
    remedy: 'Take notes away that you no longer need, then write this one.',
  },
  'folder-in-itself': {
    status: 409,
    title: 'A folder cannot lie in itself or in one of its own folders.',
    remedy: 'Choose another folder, or the top. Nothing was moved.',
  },
  'folder-not-empty': {
    status: 409,
    title: 'There is something in this folder.',
    remedy: 'Move or delete its letters and folders first. Nothing was deleted.',
  },
  'organisation-takes-no-mail': {
    status: 409,
    title: 'This organisation takes no mail here, or no answer to this letter.',
    remedy: 'Look in the letter for how to reach it. Nothing was sent.',
  },
  'report-decided': {
    status: 409,
    title: 'This report has been decided.',
    remedy: 'Look at it again; a new decision needs a new report.',
  },
  'mailbox-full': {
    status: 409,
    title: 'There is no room left in this mailbox.',
    remedy:
      'Letters still arrive and nothing is lost. To upload or send, delete what you no longer need and empty the trash.',
  },
  'file-not-taken': {
    status: 422,
    title: 'This file is not kept.',
    remedy: 'The fault says what is wrong with it and what to save it as instead.',
  },
  'uploads-too-many': {
    status: 429,
    title: 'There are too many uploads at once, or too much for one day.',
    remedy: 'Wait until those under way are done, or go on tomorrow.',
  },
  'change-not-undone': {
    status: 410,
    title: 'This change can no longer be undone.',
    remedy: 'Change the letters by hand. Undo is there for an hour, for whoever made the change.',
  },
  'address-not-reached': {
    status: 422,
    title: 'Nobody can be reached at this digital address.',
    remedy:
      'Check it, letter by letter. Whether nobody has it, or its holder takes no letters from you, is not told.',
  },
  'tokens-too-many': {
    status: 409,
    title: 'This mailbox has as many tokens as it may have.',
    remedy: 'Revoke one that is no longer used, then make the new one.',
  },
  'sync-token-invalid': {
    status: 401,
    title: 'A personal token is needed.',
    remedy:
      'Make one in the mailbox under Settings, and send it as "Authorization: Bearer …". It may have expired or been revoked.',
  },
  'sync-read-only': {
    status: 403,
    title: 'Programs only read here.',
    remedy: 'Change, send and upload in the mailbox itself.',
  },
  'take-out-there': {
    status: 409,
    title: 'There is an archive of this mailbox already.',
    remedy: 'Wait until it is made, or erase it first and ask for another.',
  },
  'content-damaged': {
    status: 500,
    title: 'The document did not pass its integrity check and is not shown.',
    remedy: 'Nothing was lost by reading it. The operator has been alerted; try again later.',
  },
  'mailbox-exists': {
    status: 409,
    title: 'There is a mailbox for this person already.',
    remedy: 'Sign in to it. If you cannot, contact the operator of this post office.',
  },
  'sign-up-not-possible': {
    status: 409,
    title: 'A mailbox cannot be opened for this person.',
    remedy:
      'Only people whom the population register knows as living in the country can have one. If its entry is wrong, have it corrected there.',
  },
  'role-not-enough': {
    status: 403,
    title: 'Your role in this enterprise does not allow that.',
    remedy: 'Ask an administrator of the enterprise to do it, or to give you another role.',
  },
  'power-not-given': {
    status: 403,
    title: 'The access you were given to this mailbox does not include that.',
    remedy: 'Ask its owner to do it, or to give you access that includes it.',
  },
  'department-name-taken': {
    status: 409,
    title: 'There is a department of this name.',
    remedy: 'Choose another name.',
  },
  'department-is-default': {
    status: 409,
    title: 'This department takes the letters that no rule fits.',
    remedy: 'Let another department take them first.',
  },
  'departments-too-many': {
    status: 409,
    title: 'There are as many departments as there may be.',
    remedy: 'Delete one that is not used any more.',
  },
  'access-too-many': {
    status: 409,
    title: 'As many people have access to this mailbox as may.',
    remedy: 'Take an access or an invitation back first.',
  },
  'access-ended': {
    status: 403,
    title: 'Your access to this mailbox has ended.',
    remedy: 'Switch to your own mailbox in the account menu.',
  },
  'acting-for-enterprise': {
    status: 403,
    title: 'You are in another mailbox than your own, and this belongs to your own.',
    remedy: 'Switch to your own mailbox in the account menu, then try again.',
  },
  'employee-exists': {
    status: 409,
    title: 'There is an employee with this e-mail address, or this person is one already.',
    remedy: 'Look for the employee in the list and edit the entry.',
  },
  'employee-ended': {
    status: 409,
    title: 'This employment has ended.',
    remedy: 'Order a new employee ID if the person is to act for the enterprise again.',
  },
  'last-administrator': {
    status: 409,
    title: 'An enterprise always has at least one administrator.',
    remedy: 'Make somebody else an administrator first, and wait until the invitation is accepted.',
  },
  'closing-needs-another': {
    status: 409,
    title: 'Another administrator has to confirm that the mailbox is closed.',
    remedy: 'Ask somebody who administered the enterprise before the request was made.',
  },
  'closing-too-early': {
    status: 409,
    title: 'The only administrator may close the mailbox fourteen days after asking for it.',
    remedy: 'Wait until the moment the page says, or make somebody else an administrator and ask again.',
  },
  'code-card-needed': {
    status: 403,
    title: 'Employees choose this only after showing a code of their printed card.',
    remedy: 'Sign in again, confirm with the code card, and choose then.',
  },
  'name-differs': {
    status: 409,
    title: 'Your e-ID bears another name than the one the enterprise ordered.',
    remedy: 'Ask the administrator to correct the name. The link stays good until it expires.',
  },
  'mailbox-not-open': {
    status: 403,
    title: 'This mailbox is not open.',
    remedy:
      'If you closed it yourself, sign in and open it again. Otherwise contact the operator of this post office.',
  },
  'certificate-authority-missing': {
    status: 503,
    title: 'This post office issues no certificates.',
    remedy: 'The operator holds the ceremony first: npm run ceremony.',
  },
  'certificate-not-current': {
    status: 409,
    title: 'This certificate has ended or is revoked.',
    remedy: 'Order a new one instead of renewing it.',
  },
  'certificate-key-used': {
    status: 409,
    title: 'This key cannot be certified.',
    remedy: 'It belongs to somebody else or was reported as compromised. Make a new key.',
  },
  'internal-error': {
    status: 500,
    title: 'Something went wrong on our side.',
    remedy: 'Nothing half done was kept. Try again; if it stays, tell the operator the trace id.',
  },
} as const satisfies Record<string, Problem>

export type ProblemCode = keyof typeof PROBLEMS

/** One fault within a request: where, why (a short code and plain words), what is allowed. */
export type Fault = { field: string; reason: string; message: string }

/** The body of every refused request, `application/problem+json`. */
export type ProblemDocument = {
  type: string
  title: string
  status: number
  detail?: string
  code: ProblemCode
  remedy: string
  traceId: string
  faults?: Fault[]
}
