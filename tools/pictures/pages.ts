/** Every page there is to be seen, by whom and in which states: the web app's places and the pages the server renders. */
import { SIGN_IN_PAGES } from '#api/session.ts'
import { COMPANY_PATHS } from '#identity/employees/paths.ts'
import { PAGES as IDENTITY_PAGES } from '#identity/enrolment/order-code.ts'

/** `person` has shown a code, `password` has not; `company` acts for the demo's enterprise; `guest` is nobody yet. */
export type Viewer = 'guest' | 'password' | 'person' | 'company'
export const STATES = ['full', 'empty', 'loading', 'failing'] as const
/**
 * Judged in one language and two widths: every answer comes late (nothing may jump when it does), is refused for want of a right, tells
 * that the thing is not there, or does not come because there is no network.
 */
export const HARD_STATES = ['slow', 'refused', 'gone', 'offline'] as const
export type State = (typeof STATES)[number] | (typeof HARD_STATES)[number]

export type PictureOf = {
  readonly name: string
  /** `:letter`, `:locked`, `:html` (with its folder), `:sent`, `:folder` and `:employee` are filled in from what the house holds. */
  readonly path: string
  readonly viewer: Viewer
  /** Left out: full only. A page the server renders has no other. */
  readonly states?: readonly State[]
  /** Is typed into the field of a search and sent off, where the field is to be seen. */
  readonly seek?: string
  /** Is pressed once the page is there: what opens is a page of its own to the eye. */
  readonly press?: string
  /** Grey until this is there. */
  readonly shows?: string
}

/** Of a machine that does other things as well, in milliseconds. */
export const PATIENCE_MS = 120_000

const own = (name: string, path: string, more: Partial<PictureOf> = {}): PictureOf => ({
  name,
  path,
  viewer: 'person',
  ...more,
  states: more.states?.length === 1 ? more.states : [...(more.states ?? STATES), ...HARD_STATES],
})
const still = { states: ['full'] } as const
const served = (name: string, path: string, viewer: Viewer = 'guest'): PictureOf => ({ name, path, viewer })

export const PICTURES: readonly PictureOf[] = [
  own('inbox', '/'),
  own('inbox-password', '/', { viewer: 'password', ...still }),
  own('account-menu', '/', { ...still, press: 'header .account > button' }),
  own('choosing', '/', { ...still, press: '.list-doings button[aria-expanded]' }),
  own('letter', '/letters/:letter', { states: ['full', 'loading', 'failing'], shows: '.pdf-page canvas' }),
  own('letter-html', '/in/:html', still),
  own('letter-locked', '/letters/:locked', { viewer: 'password', ...still }),
  own('seen', '/letters/:letter/seen'),
  own('proof', '/letters/:letter/proof', { states: ['full', 'loading', 'failing'] }),
  own('starred', '/in/starred'),
  own('archive', '/in/archive'),
  own('documents', '/in/documents'),
  own('trash', '/in/trash'),
  own('folder', '/in/:folder'),
  own('folders', '/folders'),
  own('search', '/search', still),
  own('search-hits', '/search', { seek: 'betaling' }),
  own('search-letter', '/search/letters/:letter', { seek: 'betaling', ...still }),
  own('write', '/write', still),
  own('write-organisation', '/write/organisation', { states: ['full', 'empty', 'loading', 'failing'] }),
  own('sent', '/sent'),
  own('sent-letter', '/sent/:sent', { states: ['full', 'loading', 'failing'] }),
  own('calendar', '/calendar'),
  own('shared', '/shared'),
  own('access-log', '/access-log'),
  own('more', '/more', still),
  own('settings', '/settings', { states: ['full', 'loading', 'failing'] }),
  own('notices', '/settings/notices', { states: ['full', 'loading', 'failing'] }),
  own('consents', '/settings/consents', { states: ['full', 'loading', 'failing'] }),
  own('devices', '/settings/devices'),
  own('access', '/settings/access'),
  own('power-requests', '/settings/power-requests'),
  own('take-out', '/settings/take-out'),
  own('programs', '/settings/programs'),
  own('number-use', '/settings/number-use', { states: ['full', 'loading', 'failing'] }),
  own('leaving', '/settings/leaving', { states: ['full', 'loading', 'failing'] }),
  own('company-inbox', '/', { viewer: 'company' }),
  own('company-letter', '/letters/:letter', { viewer: 'company', ...still }),
  own('departments', '/departments', { viewer: 'company' }),
  own('enterprise', '/enterprise', { viewer: 'company' }),
  own('company-more', '/more', { viewer: 'company', ...still }),
  own('company-folders', '/folders', { viewer: 'company', ...still }),
  own('company-log', '/access-log', { viewer: 'company', ...still }),
  served('id', '/id', 'person'),
  served('id-data', '/id/data', 'person'),
  served('id-request', '/id/request', 'person'),
  served('id-certificates', '/id/certificates', 'person'),
  served('id-mailbox', '/id/mailbox', 'person'),
  served('id-keep-device', '/id/keep-device', 'person'),
  served('id-devices', IDENTITY_PAGES.devices, 'person'),
  served('id-employments', COMPANY_PATHS.employments, 'person'),
  served('id-acting-for', COMPANY_PATHS.actingFor, 'person'),
  served('company-employees', COMPANY_PATHS.employees, 'company'),
  served('company-employee', '/id/company/employees/:employee', 'company'),
  served('company-order', COMPANY_PATHS.order, 'company'),
  served('company-bulk', COMPANY_PATHS.bulk, 'company'),
  served('company-id-log', COMPANY_PATHS.log, 'company'),
  served('sign-in', SIGN_IN_PAGES.signIn),
  served('step-up', `${SIGN_IN_PAGES.stepUp}?return=/`, 'password'),
  served('sign-out', SIGN_IN_PAGES.signOut, 'person'),
  served('app-start', SIGN_IN_PAGES.app),
  served('enrol', IDENTITY_PAGES.enrol),
  served('activate', IDENTITY_PAGES.activate),
  served('recover', IDENTITY_PAGES.recover),
  served('temporary-password', IDENTITY_PAGES.temporary),
  served('block', IDENTITY_PAGES.block),
  served('mail-from-us', '/mail-from-us'),
  served('privacy', '/id/privacy'),
  served('service-providers', '/service-providers'),
  served('verify-email', '/verify-email?token=none', 'person'),
  served('lost', '/id/nothing', 'person'),
  served('lost-guest', '/nothing/here'),
  served('problem', '/id/company', 'password'),
]
