import assert from 'node:assert/strict'
import { test } from 'node:test'
import navikt from '@navikt/fnrvalidator'
import fc from 'fast-check'
import personnummer from 'personnummer'
import { stdnum } from 'stdnum'
import { calendarDate } from './calendar-date.ts'
import { maskNumber, parseNationalNumber } from './national-number.ts'
import { CPR_CENTURIES } from './national-number-dk.ts'

/** The packages compared with go by the computer's own calendar. */
const TODAY = new Intl.DateTimeFormat('sv-SE').format()
const two = (n: number) => String(n).padStart(2, '0')
/** Dates near the edges more often than a random number would have them: days 0–31 and the shifted ones, months likewise. */
const day = fc.oneof(
  fc.integer({ min: 0, max: 32 }),
  fc.constantFrom(40, 41, 60, 61, 69, 71, 72, 88, 91, 92, 99),
)
const month = fc.oneof(
  fc.integer({ min: 0, max: 13 }),
  fc.constantFrom(40, 41, 42, 52, 53, 80, 81, 82, 92, 93),
)
const year = fc.integer({ min: 0, max: 99 })
const dayMonthYear = fc.tuple(day, month, year).map((parts) => parts.map(two).join(''))
const digits = (length: number) =>
  fc.integer({ min: 0, max: 10 ** length - 1 }).map((n) => String(n).padStart(length, '0'))

const RUNS = { numRuns: 4000 }

test('P-07: CPR agrees with stdnum on numbers of every century, the future apart', () => {
  const judge = stdnum.DK!.cpr!
  let valid = 0
  fc.assert(
    fc.property(dayMonthYear, digits(4), (date, serial) => {
      const ours = parseNationalNumber('dk', date + serial)
      const theirs = judge.validate(date + serial).isValid
      if (ours.kind === 'invalid') return assert.equal(theirs, false, date + serial)
      valid++
      // They refuse who is not born yet, by the clock; and know no replacement numbers. Those two apart, the same.
      if (ours.type === 'cpr-replacement') assert.equal(theirs, false)
      else assert.equal(theirs, (ours.birthDate ?? '') <= TODAY, date + serial)
    }),
    RUNS,
  )
  assert.ok(valid > 500, `only ${valid} valid numbers were tried`)
})

test('P-07: a CPR number that fails modulus 11 is as good as any', () => {
  for (const number of ['0101651111', '0101651112', '0101651113', '0101651114']) {
    assert.deepEqual(parseNationalNumber('dk', number), {
      kind: 'valid',
      number,
      type: 'cpr',
      birthDate: '1965-01-01',
    })
  }
})

test('P-07: the century of a CPR number at every edge of the rule', () => {
  const born = (number: string) => {
    const verdict = parseNationalNumber('dk', number)
    return verdict.kind === 'valid' ? verdict.birthDate : verdict.reason
  }
  assert.equal(born('0101003999'), '1900-01-01')
  assert.equal(born('0101993999'), '1999-01-01')
  assert.equal(born('0101364000'), '2036-01-01')
  assert.equal(born('0101374000'), '1937-01-01')
  assert.equal(born('0101575000'), '2057-01-01')
  assert.equal(born('0101585000'), '1858-01-01')
  assert.equal(born('0101369000'), '2036-01-01')
  assert.equal(born('0101379000'), '1937-01-01')
  // 1900 was no leap year, 2000 was.
  assert.equal(born('2902001000'), 'date')
  assert.equal(born('2902004000'), '2000-02-29')
  assert.equal(born('2902051000'), 'date')
})

test('P-07: the century table covers every seventh digit and year exactly once', () => {
  for (let seventh = 0; seventh <= 9; seventh++) {
    for (let yy = 0; yy <= 99; yy++) {
      const rows = CPR_CENTURIES.filter(
        (row) => row.seventh.includes(String(seventh)) && yy >= row.years[0] && yy <= row.years[1],
      )
      assert.equal(rows.length, 1, `${seventh} ${yy}`)
    }
  }
})

test('P-07: replacement numbers (day + 60) are a type of their own', () => {
  assert.deepEqual(parseNationalNumber('dk', '610165-1111'), {
    kind: 'valid',
    number: '6101651111',
    type: 'cpr-replacement',
    birthDate: '1965-01-01',
  })
  assert.deepEqual(parseNationalNumber('dk', '920165-1111'), { kind: 'invalid', reason: 'date' })
  assert.deepEqual(parseNationalNumber('dk', '600165-1111'), { kind: 'invalid', reason: 'date' })
})

// The package's types describe `module.exports.default`, its code exports the class itself.
const Personnummer = personnummer as unknown as typeof personnummer.default

/** Ten or so of a hundred random serials would have right check digits; make them right for most. */
function withCheckDigits(nine: string, k1Shift: number): string {
  const sum = (text: string, weights: number[]) =>
    weights.reduce((total, weight, at) => total + weight * Number(text[at]), 0)
  const k1 = (11 + k1Shift - (sum(nine, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11
  const ten = nine + String(k1 % 10)
  const k2 = (11 - (sum(ten, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11
  return ten + String(k2 % 10)
}
const NAVIKT_TYPES: Record<string, string> = {
  fodselsnummer: 'fnr',
  'd-number': 'dnr',
  'h-number': 'hnr',
  synthetic: 'tnr',
  'd-and-h-number': 'dnr-and-hnr',
  'synthetic-d-number': 'dnr-and-tnr',
}

test('P-07: Norwegian numbers of every kind agree with fnrvalidator, the 2032 rule included', () => {
  const seen = new Set<string>()
  const nearly = fc
    .tuple(dayMonthYear, digits(3), fc.integer({ min: 0, max: 5 }), fc.boolean())
    .map(([date, serial, shift, spoil]) => {
      const number = withCheckDigits(date + serial, shift)
      return spoil ? number.slice(0, 10) + String((Number(number[10]) + 1) % 10) : number
    })
  fc.assert(
    fc.property(
      fc.oneof({ weight: 9, arbitrary: nearly }, { weight: 1, arbitrary: digits(11) }),
      (number) => {
        const ours = parseNationalNumber('no', number)
        const theirs = navikt.idnr(number)
        assert.equal(ours.kind, theirs.status, number)
        if (ours.kind === 'valid' && theirs.status === 'valid') {
          assert.equal(NAVIKT_TYPES[ours.type], theirs.type, number)
          seen.add(ours.type)
        }
        if (ours.kind === 'invalid' && theirs.status === 'invalid') {
          const reasons: readonly string[] = theirs.reasons
          assert.ok(
            reasons.includes(ours.reason === 'date' ? 'invalid date' : "checksums don't match"),
            number,
          )
        }
      },
    ),
    { numRuns: 10_000 },
  )
  assert.deepEqual([...seen].sort(), Object.keys(NAVIKT_TYPES).sort())
})

/** The first number for these serials whose classic check digits exist (one serial in eleven has k1 = 10, another k2 = 10). */
function classicNumber(date: string, serials: readonly number[]): string {
  const remainder = (number: string) =>
    [3, 7, 6, 1, 8, 9, 4, 5, 2, 1].reduce((total, weight, at) => total + weight * Number(number[at]), 0) % 11
  const found = serials
    .map((serial) => withCheckDigits(date + String(serial).padStart(3, '0'), 0))
    .find((number) => remainder(number) === 0 && navikt.idnr(number).status === 'valid')
  assert.ok(found)
  return found
}

test('P-07: a number under the 2032 rule is valid but tells no birth date', () => {
  const number = classicNumber('010190', [123, 124, 125, 126, 127])
  assert.deepEqual(parseNationalNumber('no', number), {
    kind: 'valid',
    number,
    type: 'fodselsnummer',
    birthDate: '1990-01-01',
  })
  const later = [1, 2, 3]
    .map((shift) => withCheckDigits(number.slice(0, 9), shift))
    .filter((other) => navikt.idnr(other).status === 'valid')
  assert.ok(later.length > 0)
  for (const other of later) {
    assert.deepEqual(parseNationalNumber('no', other), {
      kind: 'valid',
      number: other,
      type: 'fodselsnummer',
    })
  }
})

test('P-07: Norwegian birth dates follow the century table', () => {
  const born = (date: string, serials: readonly number[]) => {
    const verdict = parseNationalNumber('no', classicNumber(date, serials))
    return verdict.kind === 'valid' ? verdict.birthDate : verdict.reason
  }
  assert.equal(born('010100', [0, 1, 2, 3, 4]), '1900-01-01')
  assert.equal(born('010199', [499, 498, 497, 496]), '1999-01-01')
  assert.equal(born('010154', [500, 501, 502, 503]), '1854-01-01')
  assert.equal(born('010199', [749, 748, 747, 746]), '1899-01-01')
  assert.equal(born('010100', [500, 501, 502, 503]), '2000-01-01')
  assert.equal(born('010139', [999, 998, 997, 996]), '2039-01-01')
  assert.equal(born('010140', [900, 901, 902, 903]), '1940-01-01')
  // No row of the table: 750 to 899 with a year of 40 or more.
  assert.equal(born('010160', [750, 751, 752, 753]), undefined)
})

test('P-07: personnummer, coordination and interim numbers agree with the personnummer package', () => {
  const luhn = (nine: string) => {
    const sum = [...nine].reduce((total, digit, at) => {
      const doubled = Number(digit) * (at % 2 === 0 ? 2 : 1)
      return total + (doubled > 9 ? doubled - 9 : doubled)
    }, 0)
    return String((10 - (sum % 10)) % 10)
  }
  const seen = new Set<string>()
  fc.assert(
    fc.property(
      fc.constantFrom('', '18', '19', '20'),
      year.map(two),
      fc.integer({ min: 0, max: 13 }).map(two),
      day.map(two),
      fc.constantFrom('', '-', '+'),
      fc.oneof(
        { weight: 4, arbitrary: digits(3) },
        {
          weight: 1,
          arbitrary: fc.tuple(fc.constantFrom('T', 'R', 'N', 'A'), digits(2)).map((p) => p.join('')),
        },
      ),
      fc.integer({ min: 0, max: 9 }),
      (century, yy, mm, dd, separator, serial, wrong) => {
        const right = luhn(yy + mm + dd + serial.replace(/[A-Z]/, '1'))
        const text =
          century +
          yy +
          mm +
          dd +
          separator +
          serial +
          (wrong === 0 ? String((Number(right) + 1) % 10) : right)
        const ours = parseNationalNumber('se', text, TODAY)
        assert.equal(
          ours.kind === 'valid',
          Personnummer.valid(text, { allowCoordinationNumber: true, allowInterimNumber: true }),
          text,
        )
        if (ours.kind !== 'valid') return
        seen.add(ours.type)
        const theirs = Personnummer.parse(text, { allowCoordinationNumber: true, allowInterimNumber: true })
        assert.equal(ours.number, theirs.format(true))
      },
    ),
    RUNS,
  )
  assert.deepEqual([...seen].sort(), ['coordination-number', 'interim-number', 'personnummer'])
})

test('P-07: ten Swedish digits without a day to judge them by name no century', () => {
  assert.deepEqual(parseNationalNumber('se', '811228-9874'), {
    kind: 'invalid',
    reason: 'format',
    hint: 'century-unknown',
  })
  assert.equal(parseNationalNumber('se', '19811228-9874').kind, 'valid')
})

test('P-07: usual spellings give the same canonical digits', () => {
  for (const text of [
    '0101651111',
    '010165-1111',
    '010165 1111',
    ' 010165 - 1111 ',
    '01 01 65 1111',
    '010165\u20131111',
    '010165\u00a01111',
    '\ufeff010165\u20111111',
  ]) {
    assert.deepEqual(parseNationalNumber('dk', text), {
      kind: 'valid',
      number: '0101651111',
      type: 'cpr',
      birthDate: '1965-01-01',
    })
  }
  const fodselsnummer = withCheckDigits('010190123', 0)
  for (const cut of [6, 6, 9]) {
    const spelt = `${fodselsnummer.slice(0, cut)} ${fodselsnummer.slice(cut)}`
    assert.equal(parseNationalNumber('no', spelt).kind, 'valid')
  }
})

test('P-07: anything else is a format fault, and a lost leading zero is named', () => {
  for (const text of [
    '',
    'x',
    '01016511',
    '0101-651111',
    '01016511111',
    '010165-111a',
    '٠١٠١٦٥١١١١',
    '0'.repeat(5000),
    '0101651111\n0101651111',
  ]) {
    assert.deepEqual(parseNationalNumber('dk', text), { kind: 'invalid', reason: 'format' })
  }
  assert.deepEqual(parseNationalNumber('dk', '101651111'), {
    kind: 'invalid',
    reason: 'format',
    hint: 'leading-zero-lost',
  })
  assert.deepEqual(parseNationalNumber('no', '1019012345'), {
    kind: 'invalid',
    reason: 'format',
    hint: 'leading-zero-lost',
  })
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('dk' as const, 'no' as const, 'se' as const),
      (text, country) => {
        assert.ok(['valid', 'invalid'].includes(parseNationalNumber(country, text, TODAY).kind))
      },
    ),
  )
})

test('P-07: a masked number never shows its serial', () => {
  assert.equal(maskNumber('010165-1111'), '010165-****')
  assert.equal(maskNumber('0101651111'), '010165****')
  assert.equal(maskNumber('19811228-9874'), '19811228-****')
  assert.equal(maskNumber('Anna Hansen 010165-1111'), '****')
  assert.equal(maskNumber('12345678'), '****')
  fc.assert(
    fc.property(
      dayMonthYear,
      digits(4),
      fc.constantFrom('', '-', ' ', ' - ', '\u2013'),
      (date, serial, separator) => {
        assert.ok(!maskNumber(date + separator + serial).endsWith(serial))
      },
    ),
  )
})

test('P-07: the calendar knows leap years, and days and months that do not exist', () => {
  assert.equal(calendarDate(2000, 2, 29), '2000-02-29')
  assert.equal(calendarDate(2024, 2, 29), '2024-02-29')
  for (const [y, m, d] of [
    [1900, 2, 29],
    [2023, 2, 29],
    [2024, 4, 31],
    [2024, 0, 1],
    [2024, 13, 1],
    [2024, 1, 0],
    [0, 1, 1],
    [10000, 1, 1],
  ] as const) {
    assert.equal(calendarDate(y, m, d), undefined)
  }
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9999 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
      (y, m, d) => {
        const date = new Date(Date.UTC(2000, m - 1, d))
        date.setUTCFullYear(y, m - 1, d)
        const exists = date.getUTCMonth() === m - 1
        assert.equal(calendarDate(y, m, d), exists ? date.toISOString().slice(0, 10) : undefined)
      },
    ),
  )
})
