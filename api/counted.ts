/** Counts that could grow without end are counted no further than this, so that the largest mailbox and the longest queue cost no
 * more to look at than a small one; this many stands for "9,999+". A file of its own: the web app needs the number and not
 * the schemas around it. */
export const COUNTED_MAX = 10_000
