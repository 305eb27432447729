import './styles/main.css'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { loadAccount, rememberedLanguage } from './lib/account.tsx'
import { startInstalledApp } from './lib/installed-app.ts'
import { AccessLogPage } from './pages/access-log-page.tsx'
import { BrokenPage, StartingPage } from './pages/broken-page.tsx'
import { Frame } from './pages/frame.tsx'
import { LetterPage } from './pages/letter-page.tsx'
import { LetterSide } from './pages/letter-side.tsx'
import { ChooseLetter, MailboxPage } from './pages/mailbox-page.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { ProofSide } from './pages/proof-side.tsx'
import { SeenSide } from './pages/seen-side.tsx'

document.documentElement.lang = rememberedLanguage()
// Scrolling back and forth between list and letter is the mailbox page's own business.
history.scrollRestoration = 'manual'

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
        Component: MailboxPage,
        children: [
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
        ],
      },
      {
        path: 'in/:place',
        Component: MailboxPage,
        children: [
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
        ],
      },
      {
        path: 'search',
        lazy: async () => ({ Component: (await import('./pages/search-page.tsx')).SearchPage }),
        children: [
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
        ],
      },
      {
        path: 'folders',
        lazy: async () => ({ Component: (await import('./pages/folders-page.tsx')).FoldersPage }),
      },
      {
        path: 'write',
        lazy: async () => ({ Component: (await import('./pages/write-page.tsx')).WritePage }),
      },
      {
        path: 'write/organisation',
        lazy: async () => ({
          Component: (await import('./pages/write-organisation-page.tsx')).WriteOrganisationPage,
        }),
      },
      {
        path: 'sent',
        lazy: async () => ({ Component: (await import('./pages/sent-page.tsx')).SentPage }),
      },
      {
        path: 'sent/:letterId',
        lazy: async () => ({ Component: (await import('./pages/sent-letter-page.tsx')).SentLetterPage }),
      },
      {
        path: 'more',
        lazy: async () => ({ Component: (await import('./pages/more-page.tsx')).MorePage }),
      },
      { path: 'access-log', Component: AccessLogPage },
      {
        path: 'settings',
        lazy: async () => ({ Component: (await import('./pages/settings-page.tsx')).SettingsPage }),
      },
      {
        path: 'settings/number-use',
        lazy: async () => ({ Component: (await import('./pages/number-use-page.tsx')).NumberUsePage }),
      },
      {
        path: 'settings/access',
        lazy: async () => ({ Component: (await import('./pages/access-page.tsx')).AccessPage }),
      },
      {
        path: 'departments',
        lazy: async () => ({ Component: (await import('./pages/departments-page.tsx')).DepartmentsPage }),
      },
      {
        path: 'enterprise',
        lazy: async () => ({ Component: (await import('./pages/enterprise-page.tsx')).EnterprisePage }),
      },
      {
        path: 'settings/power-requests',
        lazy: async () => ({
          Component: (await import('./pages/power-requests-page.tsx')).PowerRequestsPage,
        }),
      },
      {
        path: 'shared',
        lazy: async () => ({ Component: (await import('./pages/shared-page.tsx')).SharedPage }),
      },
      {
        path: 'settings/notices',
        lazy: async () => ({ Component: (await import('./pages/notices-page.tsx')).NoticesPage }),
      },
      {
        path: 'settings/consents',
        lazy: async () => ({ Component: (await import('./pages/consents-page.tsx')).ConsentsPage }),
      },
      {
        path: 'settings/leaving',
        lazy: async () => ({ Component: (await import('./pages/leaving-page.tsx')).LeavingPage }),
      },
      {
        path: 'calendar',
        lazy: async () => ({ Component: (await import('./pages/calendar-page.tsx')).CalendarPage }),
      },
      {
        path: 'settings/take-out',
        lazy: async () => ({ Component: (await import('./pages/take-out-page.tsx')).TakeOutPage }),
      },
      {
        path: 'settings/programs',
        lazy: async () => ({ Component: (await import('./pages/programs-page.tsx')).ProgramsPage }),
      },
      {
        path: 'settings/devices',
        lazy: async () => ({ Component: (await import('./pages/devices-page.tsx')).DevicesPage }),
      },
      { path: '*', Component: NotFoundPage },
    ],
  },
])

startInstalledApp((to) => void router.navigate(to))
createRoot(document.getElementById('app')!).render(<RouterProvider router={router} />)
