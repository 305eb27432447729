/** Unread letters are counted no further, so that the largest mailbox costs no more than a small one; this many is "99+".
 * A file of its own: the web app needs the number and not the schemas around it. */
export const UNREAD_COUNTED_MAX = 100
