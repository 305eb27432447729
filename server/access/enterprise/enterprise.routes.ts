/** An enterprise's settings and the life of its mailbox over HTTP (api/enterprise.ts). No logic here. */
import Type from 'typebox'
import {
  ChangeEnterprise,
  ClosedEnterprises,
  EnterpriseSettings,
  ENTERPRISE_PATHS as P,
  ReopenParams,
} from '#api/enterprise.ts'
import { ChangePhone, Phone, VerifyPhone } from '#api/phone.ts'
import {
  AddEmail,
  CloseMailbox,
  EmailAddress,
  EmailAddresses,
  EmailParams,
  MailboxClosed,
  SetPaused,
} from '#api/settings.ts'
import { type ActorOf, inOwnName } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { EMAILS_MAX } from '#people/claim-email.ts'
import { shownEmail } from '#people/emails.store.ts'
import {
  askClosing,
  confirmClosing,
  listClosed,
  pauseEnterprise,
  reopenEnterprise,
  withdrawClosing,
} from './enterprise-life.ts'
import {
  addEnterpriseEmail,
  changeEnterprise,
  changeEnterprisePhone,
  dropEnterpriseEmail,
  readEnterprise,
  readEnterpriseEmails,
  readEnterprisePhone,
  verifyEnterprisePhone,
} from './enterprise-settings.ts'

export const enterpriseRoutes =
  (actorOf: ActorOf): Routes =>
  (app, house) => {
    const own = inOwnName(actorOf)
    const answer = { response: { 200: EnterpriseSettings } }
    app.get(P.all, { config: { action: 'read-settings' }, schema: answer }, async (request) =>
      readEnterprise(house, await actorOf(request)),
    )
    app.put(
      P.all,
      { config: { action: 'change-notices' }, schema: { body: ChangeEnterprise, ...answer } },
      async (request) => changeEnterprise(house, await actorOf(request), request.body),
    )
    app.get(
      P.emails,
      { config: { action: 'read-settings' }, schema: { response: { 200: EmailAddresses } } },
      async (request) => {
        const rows = await readEnterpriseEmails(house, await actorOf(request))
        return { emails: rows.map(shownEmail), most: EMAILS_MAX }
      },
    )
    app.post(
      P.emails,
      { config: { action: 'add-email' }, schema: { body: AddEmail, response: { 202: EmailAddress } } },
      async (request, reply) => {
        const row = await addEnterpriseEmail(house, await actorOf(request), request.body.address)
        return reply.code(202).send(shownEmail(row))
      },
    )
    app.delete(
      P.email,
      {
        config: { action: 'remove-email' },
        schema: { params: EmailParams, response: { 204: Type.Null() } },
      },
      async (request, reply) => {
        await dropEnterpriseEmail(house, await actorOf(request), request.params.emailId)
        return reply.code(204).send(null)
      },
    )
    app.get(
      P.phone,
      { config: { action: 'read-settings' }, schema: { response: { 200: Phone } } },
      async (request) => readEnterprisePhone(house, await actorOf(request)),
    )
    app.put(
      P.phone,
      { config: { action: 'change-phone' }, schema: { body: ChangePhone, response: { 202: Phone } } },
      async (request, reply) =>
        reply.code(202).send(await changeEnterprisePhone(house, await actorOf(request), request.body)),
    )
    app.post(
      P.verifyPhone,
      { config: { action: 'verify-phone' }, schema: { body: VerifyPhone, response: { 200: Phone } } },
      async (request) => verifyEnterprisePhone(house, await actorOf(request), request.body),
    )
    app.put(
      P.paused,
      { config: { action: 'pause-mailbox' }, schema: { body: SetPaused, ...answer } },
      async (request) => pauseEnterprise(house, await actorOf(request), request.body.paused),
    )
    app.post(P.closing, { config: { action: 'close-mailbox' }, schema: answer }, async (request) =>
      askClosing(house, await actorOf(request)),
    )
    app.delete(P.closing, { config: { action: 'close-mailbox' }, schema: answer }, async (request) =>
      withdrawClosing(house, await actorOf(request)),
    )
    app.post(
      P.confirm,
      {
        config: { action: 'close-mailbox' },
        schema: { body: CloseMailbox, response: { 200: MailboxClosed } },
      },
      async (request) => {
        const done = await confirmClosing(house, await actorOf(request), request.body.endsLetters)
        return { closedAt: done.closedAt.toISOString(), erasedAt: done.erasedAt.toISOString() }
      },
    )
    app.get(
      P.closed,
      { config: { action: 'read-settings' }, schema: { response: { 200: ClosedEnterprises } } },
      async (request) => listClosed(house, await own(request)),
    )
    app.post(
      P.reopen,
      {
        config: { action: 'open-own-mailbox' },
        schema: { params: ReopenParams, response: { 200: ClosedEnterprises } },
      },
      async (request) => reopenEnterprise(house, await own(request), request.params.employeeId),
    )
  }
