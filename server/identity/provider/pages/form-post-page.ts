/**
 * The answer to a service provider that wants it as a form (OAuth 2.0 Form Post Response Mode). The library's page has its script inside and
 * a form that leads elsewhere; both our policy stops. This one is of ours: nothing is typed on it, its script is a file of ours, and its own
 * policy lets a form go to the one registered address that it names, and to nowhere else, not even to ourselves.
 */
import type { KoaContextWithOIDC } from 'oidc-provider'
import { Html, html } from '../../pages/html.ts'
import { renderPage } from '../../pages/layout.ts'
import type { SessionLanguage } from '../../session.store.ts'
import { PROVIDER_TEXTS } from './texts.ts'

/** What the library has just answered, when it is its form; null otherwise. Both are escaped as they stand. */
function formIn(body: unknown): { action: string; inputs: string[] } | null {
  if (typeof body !== 'string' || !body.includes('<title>Submitting Callback</title>')) return null
  const action = /<form method="post" action="([^"]+)">/.exec(body)?.[1]
  return action
    ? { action, inputs: body.match(/<input type="hidden" name="[a-z_]+" value="[^"]*"\/>/g) ?? [] }
    : null
}

/** As a policy names it: a semicolon would end the rule, a comma the policy (CSP Level 3 §2.3.1). */
const sourceOf = ({ origin, pathname }: URL): string =>
  origin + pathname.replaceAll(';', '%3B').replaceAll(',', '%2C')

/** @param serviceProvider its name in that language */
export function ownFormPost(
  ctx: KoaContextWithOIDC,
  language: SessionLanguage,
  serviceProvider: string,
): void {
  const form = formIn(ctx.body)
  if (!form) return
  const { onward } = PROVIDER_TEXTS[language]
  const address = new URL(ctx.oidc.params!.redirect_uri as string)
  const policy = ctx.response.get('content-security-policy')
  ctx.set(
    'content-security-policy',
    policy
      .replace(/script-src [^;]*/, "script-src 'self'")
      .replace("form-action 'self'", () => `form-action ${sourceOf(address)}`),
  )
  ctx.set('cache-control', 'no-store')
  ctx.body = renderPage({
    language,
    title: onward.title,
    self: null,
    script: 'onward.js',
    body: html`<h1>${onward.title}</h1>
<p class="bh-quiet">${onward.lead(serviceProvider)}</p>
<form method="post" action="${new Html(form.action)}" data-onward>
${new Html(form.inputs.join('\n'))}
<button class="bh-button" type="submit">${onward.go}</button>
</form>`,
  })
}
