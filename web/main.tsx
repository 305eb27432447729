import './styles/main.css'
import type { ComponentType } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter, createPath } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { loadAccount, rememberedLanguage } from './lib/account.tsx'
import { CallFailed } from './lib/call-api.ts'
import { isOutdated, startInstalledApp } from './lib/installed-app.ts'
import { AccessLogPage } from './pages/access-log-page.tsx'
import { BrokenPage, BrokenPlace, StartingPage } from './pages/broken-page.tsx'
import { Frame } from './pages/frame.tsx'
import { LetterPage } from './pages/letter-page.tsx'
import { LetterSide } from './pages/letter-side.tsx'
import { ChooseLetter, MailboxPage } from './pages/mailbox-page.tsx'
import { MorePage } from './pages/more-page.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { ProofSide } from './pages/proof-side.tsx'
import { SeenSide } from './pages/seen-side.tsx'

document.documentElement.lang = rememberedLanguage()
// Scrolling back and forth between list and letter is the mailbox page's own business.
history.scrollRestoration = 'manual'

/**
 * A page whose code comes when one goes there. After a new version was put up the old one's is gone: the place is gone to as a new visit, which
 * brings the new version along. Only once, because whoever comes anew comes with it; and not without network, where leaving the page helps nobody.
 */
const page = (load: () => Promise<ComponentType>) => async () => {
  try {
    return { Component: await load() }
  } catch (error) {
    const to = router.state.navigation.location
    if (await isOutdated()) {
      if (!to) throw error
      location.assign(createPath(to))
      return new Promise<never>(() => {})
    }
    throw new CallFailed('offline')
  }
}

/** Wherever letters are listed, one of them stands beside the list, with what is known of it. */
const besideTheList = [
  { index: true, Component: ChooseLetter },
  {
    path: 'letters/:letterId',
    Component: LetterPage,
    children: [
      { index: true, Component: LetterSide },
      { path: 'seen', Component: SeenSide },
      { path: 'proof', Component: ProofSide },
    ],
  },
]

const router = createBrowserRouter([
  {
    path: '/',
    loader: loadAccount,
    // Only what changes the account asks for it again; going from page to page does not.
    shouldRevalidate: ({ defaultShouldRevalidate, currentUrl, nextUrl }) =>
      currentUrl.href === nextUrl.href && defaultShouldRevalidate,
    HydrateFallback: StartingPage,
    ErrorBoundary: BrokenPage,
    Component: Frame,
    children: [
      {
        ErrorBoundary: BrokenPlace,
        children: [
          { Component: MailboxPage, children: besideTheList },
          { path: 'in/:place', Component: MailboxPage, children: besideTheList },
          {
            path: 'search',
            lazy: page(async () => (await import('./pages/search-page.tsx')).SearchPage),
            children: besideTheList,
          },
          {
            path: 'folders',
            lazy: page(async () => (await import('./pages/folders-page.tsx')).FoldersPage),
          },
          {
            path: 'write',
            lazy: page(async () => (await import('./pages/write-page.tsx')).WritePage),
          },
          {
            path: 'write/organisation',
            lazy: page(
              async () => (await import('./pages/write-organisation-page.tsx')).WriteOrganisationPage,
            ),
          },
          {
            path: 'sent',
            lazy: page(async () => (await import('./pages/sent-page.tsx')).SentPage),
          },
          {
            path: 'sent/:letterId',
            lazy: page(async () => (await import('./pages/sent-letter-page.tsx')).SentLetterPage),
          },
          // The phone's menu is there without network too: it says nothing that has to be fetched.
          { path: 'more', Component: MorePage },
          { path: 'access-log', Component: AccessLogPage },
          {
            path: 'settings',
            lazy: page(async () => (await import('./pages/settings-page.tsx')).SettingsPage),
          },
          {
            path: 'settings/number-use',
            lazy: page(async () => (await import('./pages/number-use-page.tsx')).NumberUsePage),
          },
          {
            path: 'settings/access',
            lazy: page(async () => (await import('./pages/access-page.tsx')).AccessPage),
          },
          {
            path: 'departments',
            lazy: page(async () => (await import('./pages/departments-page.tsx')).DepartmentsPage),
          },
          {
            path: 'enterprise',
            lazy: page(async () => (await import('./pages/enterprise-page.tsx')).EnterprisePage),
          },
          {
            path: 'settings/power-requests',
            lazy: page(async () => (await import('./pages/power-requests-page.tsx')).PowerRequestsPage),
          },
          {
            path: 'shared',
            lazy: page(async () => (await import('./pages/shared-page.tsx')).SharedPage),
          },
          {
            path: 'settings/notices',
            lazy: page(async () => (await import('./pages/notices-page.tsx')).NoticesPage),
          },
          {
            path: 'settings/consents',
            lazy: page(async () => (await import('./pages/consents-page.tsx')).ConsentsPage),
          },
          {
            path: 'settings/leaving',
            lazy: page(async () => (await import('./pages/leaving-page.tsx')).LeavingPage),
          },
          {
            path: 'calendar',
            lazy: page(async () => (await import('./pages/calendar-page.tsx')).CalendarPage),
          },
          {
            path: 'settings/take-out',
            lazy: page(async () => (await import('./pages/take-out-page.tsx')).TakeOutPage),
          },
          {
            path: 'settings/programs',
            lazy: page(async () => (await import('./pages/programs-page.tsx')).ProgramsPage),
          },
          {
            path: 'settings/devices',
            lazy: page(async () => (await import('./pages/devices-page.tsx')).DevicesPage),
          },
          { path: '*', Component: NotFoundPage },
        ],
      },
    ],
  },
])

startInstalledApp((to) => void router.navigate(to))
createRoot(document.getElementById('app')!).render(<RouterProvider router={router} />)
