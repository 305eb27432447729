import { Button, Checkbox, Fieldset, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useEffect, useId, useState } from 'react'
import type { ChangeDepartment, ChangeRules, DEPARTMENT_PATHS, Departments } from '#api/departments.ts'
import type { Senders } from '#api/keeping.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, isMeanwhile } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useChange } from '../lib/use-change.ts'
import { Changed } from '../parts/changed.tsx'
import { SendersField } from '../parts/choose-sender.tsx'
import { Failure } from '../parts/failure.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { departmentsTexts } from '../texts/departments-texts.ts'

const ALL: (typeof DEPARTMENT_PATHS)['all'] = '/api/departments'
const RULES: (typeof DEPARTMENT_PATHS)['rules'] = '/api/routing-rules'
const AGAIN: (typeof DEPARTMENT_PATHS)['again'] = '/api/routing-rules/again'
const NAME_MAX = 60
const LOOK_AGAIN_MS = 2000
const OPEN_MOST = 3

type Department = Departments['departments'][number]
type Rule = Departments['rules'][number]
type Told = { all: Departments; set: (all: Departments) => void; say: (words: string) => void }

/** B-15: an enterprise's departments, who works there, and which letters go there. */
export function DepartmentsPage() {
  const texts = useTexts(departmentsTexts)
  const heading = useArrival<HTMLHeadingElement>(texts.title, 'departments')
  const { answer, again, set } = useAnswer<Departments>(ALL)
  const [said, setSaid] = useState('')
  const all = answer.value
  return (
    <div className="page" aria-busy={answer.state === 'loading'}>
      <header className="page-head">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.title}
        </h1>
        <p className="quiet">{texts.lead}</p>
      </header>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!all && answer.state === 'loading' && <LineSkeletons count={4} />}
      <p className="done" role="status">
        {said}
      </p>
      {all && (
        <>
          {all.departments.length === 0 && <p>{texts.none}</p>}
          {all.departments.map((one) => (
            <DepartmentCard key={one.departmentId} one={one} all={all} set={set} say={setSaid} />
          ))}
          <MakeDepartment all={all} set={set} say={setSaid} />
          {all.departments.length > 0 && <Rules all={all} set={set} say={setSaid} />}
          {all.departments.length > 0 && <RouteAgain all={all} set={set} say={setSaid} />}
        </>
      )}
    </div>
  )
}

function MakeDepartment({ set, say }: Told) {
  const texts = useTexts(departmentsTexts)
  const [wrong, setWrong] = useState<string | undefined>()
  const make = useChange(
    useCallback(
      async (form: HTMLFormElement) => {
        const name = String(new FormData(form).get('name') ?? '').trim()
        try {
          set(await callApi<Departments>('POST', ALL, { name }))
          form.reset()
          say(texts.made(name))
        } catch (error) {
          if (!(error instanceof CallFailed) || error.code !== 'department-name-taken') throw error
          setWrong(texts.taken)
        }
      },
      [say, set, texts],
    ),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const empty = String(new FormData(event.currentTarget).get('name') ?? '').trim() === ''
    setWrong(empty ? texts.empty : undefined)
    if (!empty) void make.run(event.currentTarget)
  }
  return (
    <section className="card" aria-labelledby="make-title">
      <h2 id="make-title">{texts.make}</h2>
      <form className="give-access" onSubmit={submit} noValidate>
        <Textfield name="name" label={texts.name} maxLength={NAME_MAX} error={wrong} autoComplete="off" />
        <Button type="submit" loading={make.busy}>
          {texts.make}
        </Button>
      </form>
      <Changed change={make} done={null} />
    </section>
  )
}

/** What one has changed and not saved: only that is sent. `from` is what one saw when one began. */
type Draft = {
  name?: { from: string; to: string }
  defaultFrom?: string
  members: Readonly<Record<string, boolean>>
}
const UNTOUCHED: Draft = { members: {} }

function wishOf({ name, defaultFrom, members }: Draft, { memberIds }: Department): ChangeDepartment {
  const to = name?.to.trim()
  const chosen = (there: boolean) =>
    Object.keys(members).filter((id) => members[id] === there && memberIds.includes(id) !== there)
  const [join, leave] = [chosen(true), chosen(false)]
  return {
    ...(name && to !== name.from && { name: { from: name.from, to: to! } }),
    ...(defaultFrom && { defaultFrom }),
    ...(join.length > 0 && { join }),
    ...(leave.length > 0 && { leave }),
  }
}

function DepartmentCard({ one, all, set, say }: Told & { one: Department }) {
  const texts = useTexts(departmentsTexts)
  const id = useId()
  const [wrong, setWrong] = useState<string | undefined>()
  const [draft, setDraft] = useState(UNTOUCHED)
  // Twenty forms below each other are nothing to look something up in. It stays as its reader leaves it.
  const [open] = useState(all.departments.length <= OPEN_MOST)
  const path = `${ALL}/${one.departmentId}`
  const held = all.departments.find(({ isDefault }) => isDefault)?.departmentId
  const save = useChange(
    useCallback(
      async ({ wish, sent }: { wish: ChangeDepartment; sent: Draft }) => {
        setWrong(undefined)
        try {
          if (Object.keys(wish).length > 0) set(await callApi<Departments>('PATCH', path, wish))
          // What was typed while it was being saved stays, over what is saved now.
          setDraft((now) => (now === sent ? UNTOUCHED : startingFrom(now, wish.name?.to, undefined)))
          say(texts.saved(wish.name?.to ?? one.name))
        } catch (error) {
          if (error instanceof CallFailed && error.code === 'department-name-taken')
            return setWrong(texts.taken)
          if (isMeanwhile(error)) {
            const newer = await callApi<Departments>('GET', ALL)
            set(newer)
            const rest = newer.departments.find(({ isDefault }) => isDefault)?.departmentId
            const name = newer.departments.find((other) => other.departmentId === one.departmentId)?.name
            setDraft((now) => startingFrom(now, name, rest))
          }
          throw error
        }
      },
      [one.departmentId, one.name, path, say, set, texts],
    ),
  )
  const remove = useChange(
    useCallback(
      async (_: undefined) => {
        try {
          set(await callApi<Departments>('DELETE', path))
          say(texts.removed(one.name))
        } catch (error) {
          if (!(error instanceof CallFailed) || error.code !== 'department-is-default') throw error
          setWrong(texts.notDefault)
        }
      },
      [one.name, path, say, set, texts],
    ),
  )
  return (
    <section className="card" aria-labelledby={id}>
      <details className="department" open={open}>
        <summary>
          <h2 id={id}>
            <bdi>{one.name}</bdi>
          </h2>{' '}
          <span className="small quiet">
            {texts.memberCount(one.memberIds.length)}
            {one.isDefault && ` · ${texts.isDefault}`}
          </span>
        </summary>
        <form
          className="give-access"
          onSubmit={(event) => {
            event.preventDefault()
            const wish = wishOf(draft, one)
            if (wish.name?.to === '') setWrong(texts.empty)
            else void save.run({ wish, sent: draft })
          }}
          noValidate
        >
          <Textfield
            name="name"
            label={texts.name}
            value={draft.name?.to ?? one.name}
            onChange={({ target }) =>
              setDraft((now) => ({ ...now, name: { from: now.name?.from ?? one.name, to: target.value } }))
            }
            maxLength={NAME_MAX}
            error={wrong}
          />
          <Fieldset className="choices">
            <Fieldset.Legend>{texts.members(one.name)}</Fieldset.Legend>
            {all.employees.map(({ employeeId, name }) => (
              <Checkbox
                key={employeeId}
                name="member"
                value={employeeId}
                label={name}
                checked={draft.members[employeeId] ?? one.memberIds.includes(employeeId)}
                onChange={({ target }) =>
                  setDraft((now) => ({ ...now, members: { ...now.members, [employeeId]: target.checked } }))
                }
              />
            ))}
          </Fieldset>
          <Checkbox
            name="isDefault"
            value="yes"
            label={texts.isDefault}
            checked={one.isDefault || draft.defaultFrom !== undefined}
            disabled={one.isDefault}
            onChange={({ target }) =>
              setDraft(({ defaultFrom: _, ...now }) =>
                target.checked && held ? { ...now, defaultFrom: held } : now,
              )
            }
          />
          <div className="doings">
            <Button type="submit" loading={save.busy} aria-label={texts.saveNamed(one.name)}>
              {texts.save}
            </Button>
            <Button
              variant="tertiary"
              data-color="danger"
              aria-label={texts.removeNamed(one.name)}
              aria-disabled={remove.busy}
              onClick={() => void remove.run(undefined)}
            >
              {texts.remove}
            </Button>
          </div>
        </form>
        <Changed change={save} done={null} />
        <Changed change={remove} done={null} />
      </details>
    </section>
  )
}

/** The same wishes, over what is so by now. */
function startingFrom(
  { name, defaultFrom, members }: Draft,
  nowNamed = name?.from,
  rest = defaultFrom,
): Draft {
  return {
    members,
    ...(name && nowNamed !== undefined && { name: { from: nowNamed, to: name.to } }),
    ...(defaultFrom && rest && { defaultFrom: rest }),
  }
}

function Rules({ all, set, say }: Told) {
  const texts = useTexts(departmentsTexts)
  const senders = useAnswer<Senders>('/api/senders').answer.value?.senders ?? []
  const [wrong, setWrong] = useState<string | undefined>()
  const toField = useId()
  // Another turn of the form begins with nobody chosen.
  const [added, setAdded] = useState(0)
  const write = useChange(
    useCallback(
      async (wish: ChangeRules) => {
        set(await callApi<Departments>('PATCH', RULES, wish))
        say(texts.rulesSaved)
      },
      [say, set, texts],
    ),
  )
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = new FormData(form)
    const text = (name: string) => String(given.get(name) ?? '').trim()
    const [words, senderId, departmentId] = [text('words'), text('sender'), text('to')]
    setWrong(words === '' && senderId === '' ? texts.ruleWrong : undefined)
    if (words === '' && senderId === '') return
    const rule: Rule =
      words === '' ? { kind: 'sender', senderId, departmentId } : { kind: 'subject', words, departmentId }
    if (!(await write.run({ add: rule }))) return
    form.reset()
    setAdded((times) => times + 1)
  }
  const nameOf = (departmentId: string) =>
    all.departments.find((one) => one.departmentId === departmentId)?.name ?? '…'
  const said = (rule: Rule) =>
    rule.kind === 'sender'
      ? texts.bySender(
          senders.find(({ senderId }) => senderId === rule.senderId)?.name ?? '…',
          nameOf(rule.departmentId),
        )
      : texts.bySubject(rule.words, nameOf(rule.departmentId))
  return (
    <section className="card" aria-labelledby="rules-title">
      <h2 id="rules-title">{texts.rules}</h2>
      {all.rules.length === 0 && <p className="quiet">{texts.noRules}</p>}
      <ol className="emails">
        {all.rules.map((rule) => (
          <li key={said(rule)}>
            <span className="email-words">{said(rule)}</span>
            <Button
              variant="tertiary"
              data-color="danger"
              aria-label={`${texts.removeRule}: ${said(rule)}`}
              aria-disabled={write.busy}
              onClick={() => void write.run({ remove: rule })}
            >
              {texts.removeRule}
            </Button>
          </li>
        ))}
      </ol>
      <form className="give-access" onSubmit={(event) => void add(event)} noValidate>
        <Textfield
          name="words"
          label={texts.ruleWords}
          description={texts.ruleWordsHint}
          maxLength={NAME_MAX}
          error={wrong}
          autoComplete="off"
        />
        <SendersField
          key={added}
          name="sender"
          one
          label={texts.ruleSender}
          add={texts.anySender}
          onChange={() => setWrong(undefined)}
        />
        <div className="field">
          <label htmlFor={toField}>{texts.ruleTo}</label>
          <select id={toField} name="to" className="select">
            {all.departments.map(({ departmentId, name }) => (
              <option key={departmentId} value={departmentId}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <Button type="submit" variant="secondary" loading={write.busy}>
          {texts.addRule}
        </Button>
      </form>
      <Changed change={write} done={null} />
    </section>
  )
}

/** Letters that were there before the rules: how far they have come, and once more by the rules of today. */
function RouteAgain({ all, set }: Told) {
  const texts = useTexts(departmentsTexts)
  const { formats } = useAccount()
  const { routing } = all
  const running = routing !== null && !routing.finished
  const begin = useChange(
    useCallback(async (_: undefined) => set(await callApi<Departments>('POST', AGAIN)), [set]),
  )
  useEffect(() => {
    if (!running) return
    const look = setInterval(() => {
      callApi<Departments>('GET', ALL).then(set, () => undefined)
    }, LOOK_AGAIN_MS)
    return () => clearInterval(look)
  }, [running, set])
  return (
    <section className="card" aria-labelledby="again-title">
      <h2 id="again-title">{texts.run}</h2>
      <p className="quiet">{texts.runLead}</p>
      <p role="status">
        {routing &&
          routing.letters > 0 &&
          (running
            ? texts.progress(formats.counted(routing.done), formats.counted(routing.letters))
            : texts.finished(formats.counted(routing.letters)))}
      </p>
      {running && <progress max={routing.letters} value={routing.done} aria-labelledby="again-title" />}
      <Button
        variant="secondary"
        aria-disabled={running || begin.busy}
        onClick={() => !running && !begin.busy && void begin.run(undefined)}
      >
        {texts.again}
      </Button>
      <Changed change={begin} done={null} />
    </section>
  )
}
