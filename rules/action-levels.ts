import { atLeast, type Level } from './levels.ts'

/**
 * I-13: the least level each thing a person does with their own account asks for. One table, so that nothing can be reached
 * through a weaker door: every route of a person names its action, and the guard in front of all of them asks this table. Letters
 * have a law of their own besides (levels.ts).
 */
export const ACTION_LEVELS = {
  // Whatever hangs on a session itself. Raising and ending one must be open to the lowest.
  'extend-session': 'low',
  'step-up': 'low',
  'confirm-password': 'low',
  // A thief of the password alone must not be able to shut its owner out with a new one.
  'change-password': 'substantial',
  'read-devices': 'low',
  'change-devices': 'substantial',
  // The first goes to the registered address whoever asks; the use case asks for more before a second one.
  'order-card': 'low',
  // Shutting needs no strength, and must be open to whoever notices first.
  'block-id': 'low',
  'read-sessions': 'low',
  // Ending what somebody else began needs no strength.
  'end-sessions': 'low',
  'read-history': 'low',
  // Tells nobody anything; switching it off again is as easy (G8).
  'choose-history': 'low',
  // The national number and five years of history in one file.
  'download-own-data': 'substantial',
  // I-15: widening what the ID serves for is as strong as its use there; narrowing it is never harder (G8).
  'accept-public-services': 'substantial',
  'withdraw-public-services': 'low',
  // N-09: the answer goes to the registered address whoever asks; but a thief of the password shall not use up the free ones.
  'request-access': 'substantial',
  // I-19: like the block of the ID, open to whoever notices first; taking it back is the stronger act.
  'block-data': 'low',
  'unblock-data': 'substantial',

  // Whom one may act for; going back to one's own name. Acting itself has a level without exceptions (employee-roles.ts).
  'choose-acting': 'low',
  'answer-invitation': 'substantial',
  'read-employments': 'substantial',
  'leave-employment': 'substantial',
  'manage-employees': 'substantial',
  'order-key-file': 'substantial',
  'choose-employee-history': 'substantial',

  // Which letters are shown and opened at which level is the letter's own law (letterDoor); these are the doors to it.
  'read-mailbox': 'low',
  'open-letter': 'low',
  'mark-letter': 'low',
  'read-document': 'low',
  // What a locked letter is found by, and what is shown of it, is its own law too (letterDoor).
  'search-letters': 'low',
  'note-letter': 'low',
  'read-folders': 'low',
  'change-folders': 'low',
  // What may not be opened may not be moved, starred or thrown away either (letterDoor); the trash gives back for 30 days.
  'arrange-letters': 'low',
  // B-02: nobody brings it back. A thief of the password alone must not be able to destroy somebody's letters.
  'delete-letters': 'substantial',
  'read-storage': 'low',
  // Shows nobody anything, and destroys nothing; what was put in lies there as a low letter does.
  'upload-document': 'low',
  // B-21: whoever notices may say so; the letter's own door says who may read it.
  'report-letter': 'low',
  'read-access-log': 'low',
  'read-proof': 'low',
  // B-14: everything at once, sensitive letters among it. What is in the archive is what the level that asked may open.
  'ask-take-out': 'substantial',
  'read-take-out': 'low',
  'download-take-out': 'substantial',
  // B-17: locked letters show their day alone.
  'read-calendar': 'low',
  // Whoever has the address sees for years when somebody is where.
  'share-calendar': 'substantial',
  'end-calendar': 'low',
  'read-tokens': 'low',
  // A token reads for a year what its maker's password reads: a thief of the password alone must not outlive its change.
  'make-token': 'substantial',
  'end-token': 'low',
  // Less of somebody's letters lies about.
  'drop-take-out': 'low',

  // Names and places of others are not to be had for a stolen password; nor is writing in somebody's name (S-13).
  'find-people': 'substantial',
  'send-letter': 'substantial',
  // What was answered to a sensitive letter says as much as the letter; who could send it can show an ID for it (B-06).
  'read-sent': 'substantial',
  // Protects; and taking it back reaches nobody but oneself.
  'block-person': 'low',
  'change-visibility': 'low',

  // B-15. In an enterprise nothing is open below its own level (powers.ts).
  'read-departments': 'low',
  'manage-departments': 'substantial',
  'read-letter-work': 'low',
  'assign-letters': 'low',

  // B-10. Taking back, giving up and saying no need no strength; letting somebody in does (and powers.ts asks again).
  'read-given-access': 'low',
  'give-access': 'substantial',
  'take-access-back': 'low',
  'read-held-access': 'low',
  // To say yes the use case asks for more.
  'answer-access': 'low',
  'change-held-access': 'low',
  'give-up-access': 'low',
  // B-11, B-12: others' names and numbers stand in it. Withdrawing needs no strength.
  'read-power-requests': 'substantial',
  'ask-power': 'substantial',
  'withdraw-power-request': 'low',
  'answer-power-consent': 'substantial',

  'read-settings': 'low',
  'change-language': 'low',
  'change-notices': 'low',
  // Where letters come from and when is told to that browser from now on: a thief of the password must not add theirs.
  'add-push-device': 'substantial',
  // G8: withdrawing is never harder than giving, and giving shows nobody anything.
  'set-exchange-consent': 'low',
  'set-marketing-consent': 'low',
  // Letters and notices follow a verified address: who only knows a password must not be able to redirect them.
  'add-email': 'substantial',
  'remove-email': 'substantial',
  // Harmless by itself: the address was added at its own level, and the link goes to its reader alone.
  'verify-email': 'low',
  // D-13: saying that what is there is right changes nothing.
  'confirm-contact': 'low',
  // P-09, I-20: an SMS may carry codes to it.
  'change-phone': 'substantial',
  'verify-phone': 'low',
  'withdraw-number-consent': 'substantial',
  // B-09: a thief of the password alone must not stop somebody's letters, nor end them; coming back is the same step.
  'pause-mailbox': 'substantial',
  'close-mailbox': 'substantial',
  // P-10, B-22: opening one's mailbox, or having it back. Without any device the password is all there is.
  'open-own-mailbox': 'substantial',
  // N-18: what a service provider asks of the session is its own affair; to say yes or no to it, the one it has is enough.
  'consent-to-disclosure': 'low',
  'read-consents': 'low',
  // G8: withdrawing is never harder than giving.
  'withdraw-consent': 'low',
  // N-15: a password alone never hands a national number to anybody.
  'disclose-number': 'substantial',
  // I-04: a certificate speaks in the person's name for years; ending one needs no strength.
  'read-certificates': 'low',
  'order-certificate': 'substantial',
  'revoke-certificate': 'low',
  // I-11: a kept device opens without a password for sixty days.
  'keep-device': 'substantial',
} as const satisfies Record<string, Level>

export type Action = keyof typeof ACTION_LEVELS

/**
 * The level this action asks of this person. `reach` is the highest they can raise a session to: somebody without any device
 * can show no more than a password, and must not be kept from their own e-mail or from leaving.
 */
export function levelFor(action: Action, reach: Level): Level {
  const asked = ACTION_LEVELS[action]
  return atLeast(reach, asked) ? asked : reach
}
