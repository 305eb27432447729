/** The wire of an enterprise's departments and of the work on its letters (B-15, P-02). */
import Type, { type Static } from 'typebox'
import { ROUTING } from '#rules/routing.ts'

const Id = Type.String({ format: 'uuid' })
const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
const closed = { additionalProperties: false }

export const DEPARTMENT_PATHS = {
  /** GET Departments, POST MakeDepartment → 201 Departments. */
  all: '/api/departments',
  /** PATCH ChangeDepartment → Departments; DELETE → Departments. */
  one: '/api/departments/:departmentId',
  /** PATCH ChangeRules → Departments. */
  rules: '/api/routing-rules',
  /** POST → 202 Departments: routes by today's rules what nobody has decided on. */
  again: '/api/routing-rules/again',
  /** GET LetterWork, PUT ChangeWork → LetterWork. */
  work: '/api/letters/:letterId/work',
} as const

const Name = Type.String({ minLength: 1, maxLength: ROUTING.nameMax })

const RoutingRule = Type.Union([
  Type.Object({ kind: Type.Literal('sender'), senderId: Id, departmentId: Id }, closed),
  Type.Object(
    {
      kind: Type.Literal('subject'),
      words: Type.String({ minLength: 1, maxLength: ROUTING.wordMax }),
      departmentId: Id,
    },
    closed,
  ),
])

export const Departments = Type.Object({
  departments: Type.Array(
    Type.Object({
      departmentId: Id,
      name: Type.String(),
      isDefault: Type.Boolean({ description: 'Takes the letters that no rule fits.' }),
      memberIds: Type.Array(Id),
    }),
  ),
  rules: Type.Array(RoutingRule, { description: 'The first that fits decides.' }),
  employees: Type.Array(Type.Object({ employeeId: Id, name: Type.String() }), {
    description: 'Whose employment goes on.',
  }),
  me: Id,
  routing: OrNull(
    Type.Object(
      {
        letters: Type.Integer({ minimum: 0 }),
        done: Type.Integer({ minimum: 0 }),
        finished: Type.Boolean(),
      },
      { description: 'How far the routing of letters has come that were there before the rules.' },
    ),
  ),
})
export type Departments = Static<typeof Departments>

export const DepartmentParams = Type.Object({ departmentId: Id })
export const MakeDepartment = Type.Object({ name: Name }, closed)
export type MakeDepartment = Static<typeof MakeDepartment>

const Members = Type.Array(Id, { maxItems: 5000, uniqueItems: true })

/** Only what is to change, and from what: two may be at the same department. */
export const ChangeDepartment = Type.Object(
  {
    name: Type.Optional(Type.Object({ from: Type.String(), to: Name }, closed)),
    defaultFrom: Type.Optional(
      Type.String({ format: 'uuid', description: 'Takes what no rule fits in the place of this one.' }),
    ),
    join: Type.Optional(Members),
    leave: Type.Optional(Members),
  },
  { ...closed, minProperties: 1 },
)
export type ChangeDepartment = Static<typeof ChangeDepartment>

/** One rule comes last, or goes; the others stay as they are by then. */
export const ChangeRules = Type.Union([
  Type.Object({ add: RoutingRule }, closed),
  Type.Object({ remove: RoutingRule }, closed),
])
export type ChangeRules = Static<typeof ChangeRules>

const WorkEventName = Type.Enum(['routed', 'handed', 'assigned', 'freed', 'done', 'reopened'])

/** Where a letter of an enterprise stands, and what was done with it, newest first. */
export const LetterWork = Type.Object({
  departmentId: OrNull(Id),
  assignedTo: OrNull(Id),
  done: Type.Boolean(),
  events: Type.Array(
    Type.Object({
      at: Type.String({ format: 'date-time' }),
      event: WorkEventName,
      by: Type.Union([Type.String(), Type.Null()], { description: 'Null: by the enterprise’s own rules.' }),
      department: OrNull(Type.String()),
      employee: OrNull(Type.String()),
    }),
    { maxItems: 100 },
  ),
})
export type LetterWork = Static<typeof LetterWork>

/** Only what is to change. `from`: where it stood for who changes it, as two may take it at once. */
export const ChangeWork = Type.Object(
  {
    from: Type.Object({ departmentId: OrNull(Id), assignedTo: OrNull(Id) }, closed),
    departmentId: Type.Optional(Id),
    assignedTo: Type.Optional(OrNull(Id)),
    done: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 2 },
)
export type ChangeWork = Static<typeof ChangeWork>
