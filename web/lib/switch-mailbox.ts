import type { ChangeActing } from '#api/acting-for.ts'
import type { SESSION_PATHS, SignedIn } from '#api/session.ts'
import { CallFailed, callApi } from './call-api.ts'

const ACTING: (typeof SESSION_PATHS)['actingFor'] = '/api/session/acting-for'

/**
 * Into another mailbox, or back to one's own, on a new page: nothing of one mailbox stays beside the other. `again`: where to come
 * back to after a stronger sign-in. @throws CallFailed
 */
export async function switchMailbox(wish: ChangeActing, again: string): Promise<void> {
  try {
    await callApi<SignedIn>('POST', ACTING, wish)
    location.assign('/')
  } catch (error) {
    if (!(error instanceof CallFailed) || error.kind !== 'level-too-low') throw error
    location.assign(`/sign-in/step-up?return=${encodeURIComponent(again)}`)
  }
}
