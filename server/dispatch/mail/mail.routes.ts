/** /v1/mail: what people wrote to the organisation (api/writing.ts). */
import Type from 'typebox'
import { Mail, MailDocumentParams, MailPage, MailParams, MailQuery } from '#api/writing.ts'
import type { SenderOf } from '#dispatch/senders/admit-senders.ts'
import type { House } from '#ground/house.ts'
import type { App } from '#ground/routes.ts'
import { documentHeaders } from '#letters/document-headers.ts'
import { listMail, readMailDocument, showMail, takeMailOver } from './read-mail.ts'

export function mailRoutes(app: App, house: House, senderOf: SenderOf): void {
  app.get(
    '/v1/mail',
    {
      schema: {
        summary: 'Letters people wrote to you and answers to yours, oldest first',
        tags: ['mail'],
        querystring: MailQuery,
        response: { 200: MailPage },
      },
    },
    async (request) => {
      const sender = senderOf(request)
      const { after, limit = 50 } = request.query
      return listMail(house, sender, { after, limit })
    },
  )

  app.get(
    '/v1/mail/:mailId',
    { schema: { summary: 'One of them', tags: ['mail'], params: MailParams, response: { 200: Mail } } },
    async (request) => showMail(house, senderOf(request), request.params.mailId),
  )

  app.delete(
    '/v1/mail/:mailId',
    {
      schema: {
        summary: 'You have it: it is erased here',
        tags: ['mail'],
        params: MailParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await takeMailOver(house, senderOf(request), request.params.mailId)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/v1/mail/:mailId/documents/:documentNo',
    { schema: { summary: 'Its content, as bytes', tags: ['mail'], params: MailDocumentParams } },
    async (request, reply) => {
      const sender = senderOf(request)
      const document = await readMailDocument(house, sender, request.params)
      return reply.headers(documentHeaders(document, true)).send(Buffer.from(document.bytes))
    },
  )
}
