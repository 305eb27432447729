import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ORDER_FIELDS } from '#rules/employee-order.ts'
import { EMPLOYEE_LIMITS, ROLE_NAMES } from '#rules/employee-roles.ts'
import { readTable } from './employee-table.ts'
import { EMPLOYEE_TEXTS } from './texts.ts'

const HEAD = 'name,street,postcode,city,email,mobile,role'
const read = (text: string) => readTable('dk', Buffer.from(text))
const row = (n: number, change = {}) =>
  Object.values({
    name: `Åse Ørsted${'abcdefghij'[n % 10]}`,
    street: '"Torvet 1, 2. tv"',
    postcode: '5000',
    city: 'Odense C',
    email: `aase${n}@bageri.example`,
    mobile: '',
    role: 'reader',
    ...change,
  }).join(',')

test('N-02: a table is read whatever separates it, in any order of columns, in UTF-8 and as Excel writes it', () => {
  const good = read(`${HEAD}\n${row(1)}\n${row(2)}\n`)
  assert.ok(good.kind === 'good' && good.orders.length === 2)
  assert.equal(good.orders[0]?.order.street, 'Torvet 1, 2. tv')
  const semicolons =
    'Rolle;E-mail;Navn;Adresse;Postnr.;By;Løn\r\nSender;a@b.example;Åse Ørsted;Torvet 1;5000;Odense C;1\r\n'
  for (const bytes of [
    Buffer.from(semicolons),
    Buffer.from(`\ufeff${semicolons}`),
    Buffer.from(semicolons, 'latin1'),
  ]) {
    const verdict = readTable('dk', bytes)
    assert.ok(verdict.kind === 'good', JSON.stringify(verdict))
    const [{ order, row } = assert.fail()] = verdict.orders
    assert.deepEqual([order.name, order.role, order.mobile, row], ['Åse Ørsted', 'sender', null, 2])
  }
  const tabs = read(
    "name\tstreet\tpostcode\tcity\temail\tmobile\trole\nBo By\tX 1\t5000\tY\tb@b.example\t'+4520304050\tadministrator",
  )
  assert.ok(tabs.kind === 'good' && tabs.orders[0]?.order.mobile === '+4520304050')
})

test('N-02: headings and roles are understood as the pages name them, in each language', () => {
  for (const [language, texts] of Object.entries(EMPLOYEE_TEXTS)) {
    const head = ORDER_FIELDS.map((field) => texts.field[field].replace(/ \(.*/, '')).join(',')
    const rows = ROLE_NAMES.map((role, n) => row(n, { role: texts.role[role] }))
    const verdict = read([head, ...rows].join('\n'))
    assert.ok(verdict.kind === 'good', `${language}: ${JSON.stringify(verdict)}`)
    assert.deepEqual(
      verdict.orders.map(({ order }) => order.role),
      ROLE_NAMES,
      language,
    )
    for (const role of ROLE_NAMES) {
      assert.ok(texts.bulkRoles.includes(texts.role[role]), `${language}: ${role} is told of`)
      assert.ok(texts.fault.role.includes(texts.role[role]), `${language}: ${role} is told of in the fault`)
    }
  }
})

test('N-02: every fault is told by row and field, as the spreadsheet counts; nothing is ordered then', () => {
  const lines = [HEAD, row(1), '', row(2, { email: 'no' }), row(1), row(3, { name: 'Bo', postcode: '' })]
  const verdict = read(lines.join('\n'))
  assert.ok(verdict.kind === 'faulty')
  assert.deepEqual(
    verdict.faults.map(({ row, field, reason }) => `${row} ${field} ${reason}`),
    ['4 email email', '5 email twice', '6 name one-name', '6 postcode missing'],
  )
})

test('bad tables are refused with the reason: nothing, too much, no CSV, columns missing or twice', () => {
  assert.deepEqual(read(''), { kind: 'refused', why: 'empty' })
  assert.deepEqual(read(`${HEAD}\n\n`), { kind: 'refused', why: 'empty' })
  assert.deepEqual(read(`${HEAD}\n"Bo`), { kind: 'refused', why: 'unreadable' })
  assert.deepEqual(read(`${HEAD}\n${row(1)},more`), { kind: 'refused', why: 'unreadable' })
  assert.deepEqual(read(`${HEAD},navn\n${row(1)},x`), { kind: 'refused', why: 'unreadable' })
  assert.deepEqual(read('name,email\nBo By,a@b.example'), {
    kind: 'columns',
    missing: ['street', 'postcode', 'city', 'role'],
  })
  const many = Array.from({ length: EMPLOYEE_LIMITS.importRowsMax + 1 }, (_, i) => row(i))
  assert.deepEqual(read([HEAD, ...many].join('\n')), { kind: 'refused', why: 'too-many' })
  assert.deepEqual(read('x'.repeat(EMPLOYEE_LIMITS.importBytesMax + 1)), {
    kind: 'refused',
    why: 'too-large',
  })
})

test('any bytes at all get a verdict', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      assert.ok(readTable('no', bytes).kind)
      assert.ok(readTable('no', Buffer.concat([Buffer.from(`${HEAD}\n`), bytes])).kind)
    }),
  )
})
