import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  EMPLOYEE_ROLES,
  type EmployeeRole,
  leavesNobody,
  mayChooseHistory,
  ROLE_NAMES,
  roleMay,
} from './employee-roles.ts'

test('P-02 B-15: each role may what the one below it may, and only administrators manage and see the log', () => {
  const [administrator, sender, reader] = ROLE_NAMES
  assert.deepEqual([administrator, sender, reader], ['administrator', 'sender', 'reader'])
  for (const action of EMPLOYEE_ROLES.reader) assert.ok(roleMay('sender', action), action)
  for (const action of EMPLOYEE_ROLES.sender) assert.ok(roleMay('administrator', action), action)
  for (const role of ['sender', 'reader'] as const) {
    assert.ok(!roleMay(role, 'manage-employees'))
    assert.ok(!roleMay(role, 'read-access-log'))
  }
  assert.ok(!roleMay('reader', 'send-letters'))
})

test('P-02: whatever happens to employees, an enterprise that had an administrator has one', () => {
  const role = fc.constantFrom<EmployeeRole>(...ROLE_NAMES)
  const change = fc.record({ who: fc.nat(9), next: fc.option(role) })
  fc.assert(
    fc.property(fc.array(role, { minLength: 1, maxLength: 10 }), fc.array(change), (roles, changes) => {
      let employees = ['administrator' as const, ...roles].map((role, i) => ({ employeeId: String(i), role }))
      for (const { who, next } of changes) {
        const employeeId = String(who)
        if (leavesNobody(employees, employeeId, next)) continue
        employees = employees.flatMap((one) =>
          one.employeeId !== employeeId ? [one] : next === null ? [] : [{ ...one, role: next }],
        )
        assert.ok(employees.some((one) => one.role === 'administrator'))
      }
    }),
  )
})

test('N-22: a code card lets an employee choose the history, a key file never, nothing else does', () => {
  assert.ok(mayChooseHistory(['password', 'code-card']))
  for (const methods of [
    [],
    ['password'],
    ['password', 'totp'],
    ['passkey'],
    ['key-file'],
    ['key-file', 'code-card'],
  ])
    assert.ok(!mayChooseHistory(methods), methods.join())
})
