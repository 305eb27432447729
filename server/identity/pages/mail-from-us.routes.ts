/** `/mail-from-us`: "is this mail from us?" (T-05). Public, without script, with this post office's own addresses in it. */
import type { House } from '#ground/house.ts'
import type { Routes } from '#ground/routes.ts'
import type { Identity } from '../room.ts'
import { receive, show } from './guest.ts'
import { html } from './html.ts'
import { renderPage } from './layout.ts'
import { MAIL_FROM_US_TEXTS } from './mail-from-us-texts.ts'
import { pageScope } from './page-scope.ts'

const PATH = '/mail-from-us'

export const mailFromUsRoutes =
  (identity: Identity): Routes =>
  (app, house: House) =>
    pageScope(identity, app, house, (pages) => {
      pages.get(PATH, async (request, reply) => {
        const { language } = await receive(identity, request, reply)
        const texts = MAIL_FROM_US_TEXTS[language]
        const { MAIL_FROM, SMS_FROM } = house.config
        return show(
          reply,
          renderPage({
            language,
            title: texts.title,
            self: { path: PATH, query: {} },
            body: html`<h1>${texts.title}</h1>
<p>${texts.from} <strong>${MAIL_FROM}</strong>.</p>
<p>${texts.sms} <strong>${SMS_FROM}</strong>.</p>
<h2>${texts.alwaysTitle}</h2>
<ul>${texts.always.map((line) => html`<li>${line}</li>\n`)}</ul>
<h2>${texts.neverTitle}</h2>
<ul>${texts.never.map((line) => html`<li>${line}</li>\n`)}</ul>
<h2>${texts.checkTitle}</h2>
<p>${texts.check(MAIL_FROM.split('@')[1]!)}</p>
<h2>${texts.doTitle}</h2>
<p>${texts.do}</p>
<a class="bh-button" href="/id/block">${texts.block}</a>`,
          }),
        )
      })
    })
