/** Settings over HTTP (api/mailbox.ts): /api/settings and what lies below it. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import {
  AddEmail,
  ChangeSettings,
  EmailAddress,
  EmailAddresses,
  EmailParams,
  ExchangeConsent,
  MarketingConsent,
  NumberConsentWithdrawn,
  SetExchangeConsent,
  SetMarketingConsent,
  Settings,
  WithdrawNumberConsent,
} from '#api/settings.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { changeSettings } from './change-settings.ts'
import { claimEmail, EMAILS_MAX } from './claim-email.ts'
import { CONSENT_TEXTS } from './consent-texts.ts'
import { shownEmail } from './emails.store.ts'
import { readSettings } from './read-settings.ts'
import { listEmails, releaseEmail } from './release-email.ts'
import { setExchangeConsent } from './set-exchange-consent.ts'
import { readMarketingConsent, setMarketingConsent } from './set-marketing-consent.ts'
import { withdrawNumberConsent } from './withdraw-number-consent.ts'

const EMAILS = '/api/settings/emails'
const MARKETING = '/api/settings/marketing-consent'

/** `actorOf` comes from the identity room; it refuses what another site caused. */
export const peopleRoutes =
  (actorOf: ActorOf): Routes =>
  (app, house) => {
    app.register(async (scope) => {
      const room = scope.withTypeProvider<TypeBoxTypeProvider>()
      // Answers are one person's: nothing between here and their screen keeps them.
      room.addHook('onRequest', async (_request, reply) => {
        reply.header('cache-control', 'no-store')
      })

      room.get(
        '/api/settings',
        { config: { action: 'read-settings' }, schema: { response: { 200: Settings } } },
        async (request) => readSettings(house, await actorOf(request)),
      )

      room.put(
        '/api/settings',
        {
          config: { action: 'change-notices' },
          schema: { body: ChangeSettings, response: { 200: Settings } },
        },
        async (request) => changeSettings(house, await actorOf(request), request.body),
      )

      room.put(
        '/api/settings/exchange-consent',
        {
          config: { action: 'set-exchange-consent' },
          schema: { body: SetExchangeConsent, response: { 200: ExchangeConsent } },
        },
        async (request) => {
          const by = await actorOf(request)
          const textVersion = CONSENT_TEXTS['address-exchange']
          const { given } = request.body
          const state = await setExchangeConsent(house, { mailboxId: by.mailboxId, given, textVersion, by })
          return { given: state.given, changedAt: state.changedAt?.toISOString() ?? null }
        },
      )

      room.get(
        MARKETING,
        { config: { action: 'read-settings' }, schema: { response: { 200: MarketingConsent } } },
        async (request) => readMarketingConsent(house, await actorOf(request)),
      )

      room.put(
        MARKETING,
        {
          config: { action: 'set-marketing-consent' },
          schema: { body: SetMarketingConsent, response: { 200: MarketingConsent } },
        },
        async (request) => setMarketingConsent(house, await actorOf(request), request.body.given),
      )

      room.post(
        '/api/settings/withdraw-number-consent',
        {
          config: { action: 'withdraw-number-consent' },
          schema: { body: WithdrawNumberConsent, response: { 200: NumberConsentWithdrawn } },
        },
        async (request) => {
          const by = await actorOf(request)
          const textVersion = CONSENT_TEXTS['number-use']
          const { mailboxId } = by
          const done = await withdrawNumberConsent(house, { ...request.body, mailboxId, textVersion, by })
          return { withdrawnAt: done.withdrawnAt.toISOString(), erasedAt: done.erasedAt.toISOString() }
        },
      )

      room.get(
        EMAILS,
        { config: { action: 'read-settings' }, schema: { response: { 200: EmailAddresses } } },
        async (request) => {
          const { mailboxId } = await actorOf(request)
          const rows = await listEmails(house, mailboxId)
          return { emails: rows.map(shownEmail), most: EMAILS_MAX }
        },
      )

      room.post(
        EMAILS,
        { config: { action: 'add-email' }, schema: { body: AddEmail, response: { 202: EmailAddress } } },
        async (request, reply) => {
          const by = await actorOf(request)
          const email = request.body.address
          const row = await claimEmail(house, { mailboxId: by.mailboxId, email, by })
          return reply.code(202).send(shownEmail(row))
        },
      )

      room.delete(
        `${EMAILS}/:emailId`,
        {
          config: { action: 'remove-email' },
          schema: { params: EmailParams, response: { 204: Type.Null() } },
        },
        async (request, reply) => {
          const by = await actorOf(request)
          await releaseEmail(house, { mailboxId: by.mailboxId, emailId: request.params.emailId, by })
          return reply.code(204).send(null)
        },
      )
    })
  }
