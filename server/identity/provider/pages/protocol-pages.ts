/** Pages the protocol itself shows: signing out at a service provider's wish, and requests that can't be answered. */
import type { KoaContextWithOIDC } from 'oidc-provider'
import { readCookie } from '../../cookies.ts'
import { html } from '../../pages/html.ts'
import { hidden, renderPage } from '../../pages/layout.ts'
import { signOutPage } from '../../pages/sign-out-page.ts'
import type { Identity } from '../../room.ts'
import type { SessionLanguage } from '../../session.store.ts'
import { languageOf } from '../../visit.ts'
import { presentOf } from '../bind-session.ts'
import { PROVIDER_TEXTS } from './texts.ts'

type Shown = Pick<Identity, 'site'>

/** @param form the library's own, with the token that only this page can know. */
export function askToSignOut(identity: Shown, ctx: KoaContextWithOIDC, form: string): void {
  const language = languageIn(identity, ctx)
  const { signOut } = PROVIDER_TEXTS[language]
  const [, action = ''] = /action="([^"]+)"/.exec(form) ?? []
  const [, token = ''] = /name="xsrf" value="([^"]+)"/.exec(form) ?? []
  leadsTo(
    ctx,
    (ctx.oidc.params as { post_logout_redirect_uri?: string } | undefined)?.post_logout_redirect_uri,
  )
  ctx.type = 'html'
  ctx.body = renderPage({
    language,
    title: signOut.title,
    self: null,
    body: html`<h1>${signOut.title}</h1>
<p>${signOut.lead}</p>
<form method="post" action="${new URL(action).pathname}">
${hidden('xsrf', token)}
<button class="bh-button" type="submit" name="logout" value="yes">${signOut.submit}</button>
<button class="bh-button" data-variant="secondary" type="submit">${signOut.stay}</button>
</form>`,
  })
}

export function saySignedOut(identity: Shown, ctx: KoaContextWithOIDC): void {
  ctx.type = 'html'
  ctx.body = signOutPage({ language: languageIn(identity, ctx), formToken: null })
}

/** Only ever what a service provider did wrong and can't be told at its own address. */
export function showProtocolError(
  identity: Shown,
  ctx: KoaContextWithOIDC,
  out: { error: string; error_description?: string | undefined },
): void {
  const language = languageIn(identity, ctx)
  const { failed } = PROVIDER_TEXTS[language]
  ctx.type = 'html'
  ctx.body = failedPage(language, failed.lead, [out.error, out.error_description].filter(Boolean).join(': '))
}

export function failedPage(language: SessionLanguage, lead: string, detail: string | null): string {
  const { failed } = PROVIDER_TEXTS[language]
  return renderPage({
    language,
    title: failed.title,
    self: null,
    body: html`<h1>${failed.title}</h1>
<p>${lead}</p>
${detail === null ? null : html`<p class="bh-small">${failed.code}: <code>${detail}</code></p>`}`,
  })
}

export function languageIn(identity: Shown, ctx: KoaContextWithOIDC): SessionLanguage {
  const locales = (ctx.oidc?.params as { ui_locales?: string } | undefined)?.ui_locales
  const chosen = readCookie(identity.site, ctx.get('cookie'), 'language') ?? presentOf(ctx)?.session.language
  return chosen
    ? languageOf(chosen, undefined)
    : (askedLanguage(locales) ?? languageOf(undefined, ctx.get('accept-language')))
}

/** `ui_locales`: a wish in order of preference, of which the person's own choice comes first (Core §3.1.2.1). */
export function askedLanguage(locales: unknown): SessionLanguage | null {
  if (typeof locales !== 'string') return null
  const asked = locales
    .slice(0, 200)
    .toLowerCase()
    .split(' ')
    .map((tag) => tag.split('-')[0])
  const known = asked.find((tag) => ['da', 'nb', 'no', 'nn', 'sv', 'en'].includes(tag ?? ''))
  if (!known) return null
  return known === 'da' || known === 'sv' || known === 'en' ? known : 'nb'
}

/** The form's answer redirects to the service provider, which form-action would stop. */
function leadsTo(ctx: KoaContextWithOIDC, address: string | undefined): void {
  const policy = ctx.response.get('content-security-policy')
  if (!policy || !address) return
  ctx.set(
    'content-security-policy',
    policy.replace("form-action 'self'", `form-action 'self' ${new URL(address).origin}`),
  )
}
