/** Company administration over HTTP: pages with forms. They read the form, call the use case, and show or lead on. */
import { Refusal } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { judgeOrder } from '#rules/employee-order.ts'
import { formOf, requireForm, SMALL_FORM, show } from '../pages/guest.ts'
import type { Identity } from '../room.ts'
import { asAdministrator } from './administrator.ts'
import { addBulk } from './bulk.routes.ts'
import { employeePage, employeesPage, endPage, logPage, orderPage } from './company-pages.ts'
import { editEmployee, typedOf } from './edit-employee.ts'
import { revokeEmployee } from './end-employment.ts'
import { inviteAgain, orderEmployees } from './order-employees.ts'
import { type EmployeeFields, type FormState, fieldsOf, seenOf } from './order-fields.ts'
import { asColleague, type Colleague, idIn, wordsOf } from './page-door.ts'
import { COMPANY_PATHS as P } from './paths.ts'
import { showCompanyLog, showEmployee, showEmployees } from './read-employees.ts'

const PAGES_MAX = 10_000

const ADMINISTERS = { config: { action: 'manage-employees' } } as const
const SENDS = { ...ADMINISTERS, ...SMALL_FORM } as const

export function addCompanyPages(identity: Identity, pages: App): void {
  addList(identity, pages)
  addOrder(identity, pages)
  addEmployee(identity, pages)
  addEnd(identity, pages)
  addBulk(identity, pages)
}

const enterpriseOf = (identity: Identity, { session }: Colleague) =>
  asAdministrator(identity, session, 'looks', async (_trx, { enterprise }) => enterprise)

/** What a page before did; only words of ours. */
const doneIn = ({ texts, query }: Colleague): string | null => {
  const { done = '', count = '' } = query
  if (done === 'bulk' && /^\d{1,4}$/.test(count)) return texts.ordered(Number(count))
  return Object.hasOwn(texts.done, done) ? texts.done[done as keyof typeof texts.done] : null
}

function addList(identity: Identity, pages: App): void {
  pages.get(P.employees, ADMINISTERS, (request, reply) =>
    asColleague(identity, request, reply, P.employees, async (colleague) => {
      const { session, looking, query } = colleague
      const search = (query.q ?? '').trim().slice(0, 100)
      const page = /^\d{1,5}$/.test(query.page ?? '')
        ? Math.min(Math.max(Number(query.page), 1), PAGES_MAX)
        : 1
      const found = await showEmployees(identity, session, { search, page })
      return show(reply, employeesPage(looking, { ...found, search, page, done: doneIn(colleague) }))
    }),
  )
  pages.get(P.log, ADMINISTERS, (request, reply) =>
    asColleague(identity, request, reply, P.log, async ({ session, looking, query }) => {
      const before = /^[0-9a-f-]{36}$/.test(query.before ?? '') ? query.before : undefined
      return show(reply, logPage(looking, await showCompanyLog(identity, session, before)))
    }),
  )
}

const NOTHING_TYPED: FormState = { given: {}, faults: [], failure: null }

/** What is wrong with a form that could not be done; anything unknown is thrown on. */
function faultyForm({ texts }: Colleague, given: EmployeeFields, error: unknown): FormState {
  const failure = wordsOf(texts, error)
  if (failure === null || !(error instanceof Refusal)) throw error
  if (error.code === 'role-not-enough' || error.code === 'not-found') throw error
  const faults = error.code === 'employee-exists' ? [{ field: 'email', reason: 'taken' } as const] : []
  return { given, faults, failure }
}

function addOrder(identity: Identity, pages: App): void {
  pages.get(P.order, ADMINISTERS, (request, reply) =>
    asColleague(identity, request, reply, P.order, async (colleague) =>
      show(reply, orderPage(colleague.looking, await enterpriseOf(identity, colleague), NOTHING_TYPED)),
    ),
  )
  pages.post(P.order, SENDS, (request, reply) =>
    asColleague(identity, request, reply, P.order, async (colleague) => {
      const { session, looking, texts } = colleague
      const form = formOf(request)
      requireForm(identity, request, form, session.sessionId)
      const enterprise = await enterpriseOf(identity, colleague)
      const given = fieldsOf(form)
      const again = (state: FormState, status: number) =>
        show(reply.code(status), orderPage(looking, enterprise, state))
      const verdict = judgeOrder(enterprise.country, given)
      if (verdict.kind === 'faulty')
        return again({ given, faults: verdict.faults, failure: texts.faults }, 422)
      try {
        const [id] = await orderEmployees(identity, session, [verdict.order])
        return reply.redirect(`${P.employee(id!)}?done=ordered`, 303)
      } catch (error) {
        return again(faultyForm(colleague, given, error), 409)
      }
    }),
  )
}

function addEmployee(identity: Identity, pages: App): void {
  pages.get(P.employee(':id'), ADMINISTERS, (request, reply) =>
    asColleague(identity, request, reply, request.url.split('?')[0]!, async (colleague) => {
      const { session, looking } = colleague
      const one = await showEmployee(identity, session, idIn(request))
      const given = typedOf(one.employee)
      const form = { given, seen: given, faults: [], failure: null }
      return show(
        reply,
        employeePage(looking, { ...one, form, done: doneIn(colleague), now: identity.clock() }),
      )
    }),
  )
  pages.post(P.employee(':id'), SENDS, (request, reply) =>
    asColleague(identity, request, reply, request.url, async (colleague) => {
      const { session, looking, texts } = colleague
      const form = formOf(request)
      requireForm(identity, request, form, session.sessionId)
      const id = idIn(request)
      const typed = fieldsOf(form)
      const again = async (state: Omit<FormState, 'seen'>, status: number) => {
        const one = await showEmployee(identity, session, id)
        const shown = { ...state, seen: typedOf(one.employee) }
        const page = { ...one, form: shown, done: null, now: identity.clock() }
        return show(reply.code(status), employeePage(looking, page))
      }
      try {
        const edited = await editEmployee(identity, session, id, { seen: seenOf(form), typed })
        if (edited.kind === 'faulty') return again({ ...edited, failure: texts.faults }, 422)
        if (edited.kind === 'meanwhile') {
          const faults = edited.fields.map((field) => ({ field, reason: 'meanwhile' }) as const)
          return again({ given: edited.given, faults, failure: texts.meanwhile }, 409)
        }
        return reply.redirect(
          `${P.employee(id)}?done=${edited.changed.length > 0 ? 'edited' : 'unchanged'}`,
          303,
        )
      } catch (error) {
        return again(faultyForm(colleague, typed, error), 409)
      }
    }),
  )
  // Where a sign-in in between leads back to.
  pages.get(P.invite(':id'), ADMINISTERS, (request, reply) => reply.redirect(P.employee(idIn(request)), 303))
  pages.post(P.invite(':id'), SENDS, (request, reply) =>
    asColleague(identity, request, reply, P.employees, async ({ session }) => {
      requireForm(identity, request, formOf(request), session.sessionId)
      const id = idIn(request)
      await inviteAgain(identity, session, id)
      return reply.redirect(`${P.employee(id)}?done=invited`, 303)
    }),
  )
}

function addEnd(identity: Identity, pages: App): void {
  pages.get(P.end(':id'), ADMINISTERS, (request, reply) =>
    asColleague(identity, request, reply, request.url, async ({ session, looking }) =>
      show(
        reply,
        endPage(looking, { ...(await showEmployee(identity, session, idIn(request))), failure: null }),
      ),
    ),
  )
  pages.post(P.end(':id'), SENDS, (request, reply) =>
    asColleague(identity, request, reply, request.url, async (colleague) => {
      const { session, looking } = colleague
      requireForm(identity, request, formOf(request), session.sessionId)
      const id = idIn(request)
      const one = await showEmployee(identity, session, id)
      try {
        await revokeEmployee(identity, session, id)
      } catch (error) {
        const { failure } = faultyForm(colleague, {}, error)
        return show(reply.code(409), endPage(looking, { ...one, failure }))
      }
      // Who revoked themselves has no session any more, and is led to sign in.
      return reply.redirect(`${P.employees}?done=ended`, 303)
    }),
  )
}
