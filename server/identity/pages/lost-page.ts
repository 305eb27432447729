/** What a person sees at an address where nothing is: that nothing has happened, and where to go on. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SIGN_IN_PAGES } from '#api/session.ts'
import type { Identity } from '../room.ts'
import { SELF_SERVICE_TEXTS } from '../self-service/self-service-texts.ts'
import type { SessionLanguage } from '../session.store.ts'
import { receive, show } from './guest.ts'
import { html } from './html.ts'
import { renderPage } from './layout.ts'
import { PAGE_TEXTS } from './texts.ts'

const LOST_TEXTS = {
  da: {
    title: 'Siden findes ikke',
    lead: 'Adressen er måske skrevet forkert, eller siden er flyttet. Intet er ændret.',
    home: 'Gå til din post',
  },
  nb: {
    title: 'Siden finnes ikke',
    lead: 'Adressen er kanskje feil skrevet, eller siden er flyttet. Ingenting er endret.',
    home: 'Gå til posten din',
  },
  sv: {
    title: 'Sidan finns inte',
    lead: 'Adressen är kanske felskriven, eller så har sidan flyttats. Inget har ändrats.',
    home: 'Gå till din post',
  },
  en: {
    title: 'There is no such page',
    lead: 'The address may be misspelt, or the page has moved. Nothing has changed.',
    home: 'Go to your mail',
  },
} as const satisfies Record<SessionLanguage, Record<'title' | 'lead' | 'home', string>>

/** Says nothing of the address: whatever was typed there stays with whoever typed it. */
export async function showLost(identity: Identity, request: FastifyRequest, reply: FastifyReply) {
  const { language, session } = await receive(identity, request, reply)
  const texts = LOST_TEXTS[language]
  return show(
    reply.code(404).header('cache-control', 'no-store'),
    renderPage({
      language,
      title: texts.title,
      // Wherever that is: an address taken over from the request could lead elsewhere.
      self: { path: '', query: {} },
      body: html`<h1>${texts.title}</h1>
<p>${texts.lead}</p>
${
  session
    ? html`<a class="bh-button" href="/">${texts.home}</a>
<a class="bh-after" href="/id">${SELF_SERVICE_TEXTS[language].title}</a>`
    : html`<a class="bh-button" href="${SIGN_IN_PAGES.signIn}">${PAGE_TEXTS[language].signIn.title}</a>`
}`,
    }),
  )
}
