/** The words of security notices, in English. */
import type { SecurityTexts } from './security-notice-words.ts'

export const ENGLISH: SecurityTexts = {
  kinds: {
    'new-sign-in': {
      title: 'Your Brevhus ID was used to sign in from a new browser',
      what: 'Your Brevhus ID was used to sign in from a browser you have not used before.',
    },
    'suspicious-sign-in': {
      title: 'The use of your Brevhus ID looks unusual',
      what: 'We saw something unusual in the use of your Brevhus ID. Sign in to see what.',
    },
    'new-device': {
      title: 'A device was added to your Brevhus ID',
      what: 'A new device can now confirm that it is you who signs in.',
    },
    'device-removed': {
      title: 'A device was removed from your Brevhus ID',
      what: 'The device can no longer confirm that it is you.',
    },
    'device-blocked': {
      title: 'A device of your Brevhus ID is blocked',
      what: 'The device is blocked after too many wrong codes in a row. The rest of your ID works.',
    },
    'password-changed': {
      title: 'The password of your Brevhus ID was changed',
      what: 'The password was changed, and everywhere else is signed out. Programs, calendar addresses and certificates that you have set up go on; end what you do not know.',
    },
    'user-id-changed': {
      title: 'The user ID of your Brevhus ID was changed',
      what: 'The old user ID no longer works.',
    },
    'recovery-started': {
      title: 'Somebody is getting new access to your Brevhus ID',
      what: 'Somebody asked for new access to your Brevhus ID. There is a waiting time before it can happen.',
    },
    'recovery-stopped': {
      title: 'The request for new access to your Brevhus ID was stopped',
      what: 'Nothing more happens. Your ID works as before.',
    },
    'recovery-finished': {
      title: 'New access to your Brevhus ID was given',
      what: 'The new access works now.',
    },
    'activation-sent': {
      title: 'An activation code for your Brevhus ID was sent',
      what: 'The code is on its way to your registered address by post.',
    },
    'code-card-sent': {
      title: 'A new code card for your Brevhus ID is on its way',
      what: 'The code card is on its way to your registered address by post.',
    },
    'code-left-behind': {
      title: 'The code we sent by post is no longer good',
      what: 'You have a new registered address, and the code was sent to the old one. It opens nothing now. Order a new one; it goes to the new address.',
    },
    'temporary-password-sent': {
      title: 'A temporary password for your Brevhus ID was sent',
      what: 'The temporary password is on its way to you.',
    },
    'email-failing': {
      title: 'Mail to one of your e-mail addresses does not arrive',
      what: 'A mail from us came back. We do not use the address until you have verified it again under Settings.',
    },
    'contact-changed': {
      title: 'Your contact details in Brevhus were changed',
      what: 'An e-mail address or a phone number was added, changed or removed.',
    },
    blocked: {
      title: 'Your Brevhus ID is blocked',
      what: 'Nobody can sign in with your ID until you have it opened again. Your letters are still there.',
    },
    unblocked: { title: 'Your Brevhus ID is open again', what: 'Your ID can be used again.' },
    'certificate-issued': {
      title: 'A certificate for your Brevhus ID was issued',
      what: 'A new certificate can be used in your name.',
    },
    'certificate-name-changed': {
      title: 'Your name has changed, but your certificate carries the old one',
      what: 'Renew the certificate on the page about your ID. Otherwise it is revoked on the day below.',
    },
    'certificate-revoked': {
      title: 'A certificate of your Brevhus ID was revoked',
      what: 'The certificate can no longer be used.',
    },
    'consent-given': {
      title: 'You gave a service access to your data',
      what: 'You agreed that a service gets data from your Brevhus ID. Sign in to see which.',
    },
    'employee-id-ordered': {
      title: 'An employee ID was ordered for you',
      what: 'A company ordered an employee ID for you. Sign in to see which.',
    },
    'employee-id-revoked': {
      title: 'An employee ID was revoked',
      what: 'A company revoked your employee ID. Sign in to see which.',
    },
    'access-offered': {
      title: 'Somebody offers you access to their mailbox',
      what: 'Sign in to see who it is, and say yes or no. Nothing happens until you answer.',
    },
    'access-given': {
      title: 'Somebody now has access to your mailbox',
      what: 'A person you offered access to your mailbox has said yes. Under Settings you can see who, and take the access back.',
    },
    'power-decided': {
      title: 'Your request for access has an answer',
      what: 'A request you made for access to another person’s mailbox was decided or changed. Sign in to see the answer.',
    },
    'power-given': {
      title: 'Your mailbox has a guardian or attorney',
      what: 'Two members of staff have approved a request with papers. In Settings you see who has access. Write to us if this is not right.',
    },
    'power-consent-asked': {
      title: 'Your consent is needed',
      what: 'Somebody who holds a future power of attorney together with you asks for access to a mailbox. Sign in to see it and to say yes or no.',
    },
    'data-disclosed': {
      title: 'Data about your Brevhus ID was disclosed',
      what: 'Data about your ID was disclosed as the law allows. Sign in to see to whom and why.',
    },
    'take-out-by-other': {
      title: 'All your letters were asked for as one archive by somebody else',
      what: 'Somebody who has access to your mailbox as guardian or by power of attorney has asked for all your letters as one archive. Sign in and look under Who has seen what to see who it is.',
    },
    'take-out-asked': {
      title: 'All your letters were asked for as one archive',
      what: 'The archive is being made and can be downloaded by whoever is signed in with your device. It is erased after a week.',
    },
    'token-made': {
      title: 'A token that can read your letters was made',
      what: 'A program can now fetch your letters until the token expires, or you revoke it under Settings.',
    },
    'calendar-shared': {
      title: 'Your calendar in Brevhus has a secret address',
      what: 'A calendar program can now fetch your deadlines and appointments until you close the address under Calendar.',
    },
    'data-requested': {
      title: 'Access to your data in Brevhus was requested',
      what: 'The answer goes to your registered address, or encrypted to your own certificate.',
    },
    'data-answered': {
      title: 'Your request for your data was answered',
      what: 'The answer is on its way: to your registered address, or by encrypted e-mail.',
    },
    'report-decided': {
      title: 'Your report of a letter is decided',
      what: 'What we found stands with the letter in your mailbox.',
    },
    'mailbox-deactivated': {
      title: 'Your mailbox is paused',
      what: 'From now on no new letters arrive. The old ones can be read.',
    },
    'mailbox-reactivated': {
      title: 'Your mailbox takes letters again',
      what: 'The pause is over. New letters arrive again.',
    },
    'mailbox-closed': {
      title: 'Your mailbox is closed',
      what: 'It can’t be read, and new letters do not come here. After the moment below nobody can read its letters any more.',
    },
    'mailbox-reopened': {
      title: 'Your mailbox is open again',
      what: 'Its letters can be read and new ones come here. Confirm your e-mail addresses again if Brevhus asks for it.',
    },
    'mailbox-unused': {
      title: 'Your mailbox will be closed because nobody uses it',
      what: 'For almost five years nobody has signed in, and no letter has come or gone. At the moment below it is closed and its letters are deleted for good. Sign in before then, and everything stays as it is.',
    },
    'enterprise-unused': {
      title: 'An enterprise’s mailbox will be closed because nobody uses it',
      what: 'For almost five years nobody has signed in for the enterprise that you work for at Brevhus, and no letter has come or gone. At the moment below its mailbox is closed and its letters are deleted for good. Sign in and choose the enterprise before then, and everything stays as it is.',
    },
    'enterprise-closing': {
      title: 'Somebody wants to close the mailbox of an enterprise you administer',
      what: 'An administrator has asked for it. It happens only when another administrator says yes, or after 14 days if there is no other. You can take it back under Settings while you act for the enterprise.',
    },
    'enterprise-closed': {
      title: 'The mailbox of an enterprise you administer is closed',
      what: 'It can’t be read, and new letters do not come there. After the moment below nobody can read its letters any more.',
    },
    'enterprise-reopened': {
      title: 'The mailbox of an enterprise you administer is open again',
      what: 'Its letters can be read and new ones come there.',
    },
    'enterprise-email-failing': {
      title: 'Mail to an enterprise you administer does not arrive',
      what: 'A mail from us to one of the enterprise’s e-mail addresses came back. We do not use the address until it is verified again under Settings while you act for the enterprise.',
    },
  },
  facts: {
    at: 'When',
    device: 'Device',
    browser: 'Browser',
    place: 'Place',
    until: 'Not before',
    service: 'Service',
    enterprise: 'Enterprise',
    owner: 'From',
    recipient: 'Recipient',
    reason: 'Reason',
  },
  notYou:
    'If this was not you, sign in to Brevhus the way you usually do and look under Settings at what happened.',
  notYouBlock: 'If this was you, do nothing. If it was not, block your ID here:',
  afterBlock:
    'The link asks once more before anything happens, and never for a password or code. If it does, it is not from us.',
  wherefrom:
    'You get this because the address is confirmed in Brevhus. Notices of this kind can’t be switched off.',
  signed: 'Kind regards\nBrevhus',
}
