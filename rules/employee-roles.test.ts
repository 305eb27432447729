import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type EmployeeRole, leavesNobody, mayChooseHistory, ROLE_NAMES, roleMay } from './employee-roles.ts'
import { powersOf } from './powers.ts'

test('P-02 B-15: each role may what the one below it may, and only administrators manage and see the log', () => {
  assert.deepEqual(ROLE_NAMES, ['administrator', 'sender', 'reader', 'department'])
  for (const power of powersOf('reader')) assert.ok(roleMay('sender', power), power)
  for (const power of powersOf('department')) assert.ok(roleMay('sender', power), power)
  for (const power of powersOf('sender')) assert.ok(roleMay('administrator', power), power)
  for (const role of ['sender', 'reader', 'department'] as const)
    for (const power of [
      'manage-employees',
      'manage-departments',
      'read-access-log',
      'delete-letters',
    ] as const)
      assert.ok(!roleMay(role, power))
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
