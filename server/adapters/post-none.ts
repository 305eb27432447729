/** For a house that sends no paper and no SMS (filling an empty demo, measuring): an attempt fails and says so. */
import type { PrintHouse, Typesetter } from '#ground/paper.ts'
import type { PushSender } from '#ground/push.ts'
import type { SmsGateway } from '#ground/text-message.ts'

export function noPost(): {
  typesetter: Typesetter
  printHouse: PrintHouse
  sms: SmsGateway
  push: PushSender
} {
  const none = () => Promise.reject(new Error('this house sends no paper, no SMS and no push'))
  return {
    typesetter: { typeset: none },
    printHouse: { handOver: none, status: none },
    sms: { send: none },
    push: { publicKey: none, takes: () => false, send: none },
  }
}
