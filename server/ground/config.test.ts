import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, readConfig, VARIABLES } from '#ground/config.ts'

test('O-06: every wrong variable is named at once, with what is allowed', () => {
  assert.throws(
    () => readConfig({ DATABASE_URL: 'mysql://x', PORT: '99999', LOG_LEVEL: 'loud' }),
    (error: Error) => {
      assert.ok(error instanceof ConfigError)
      assert.match(error.message, /DATABASE_URL has a value that is not allowed .*postgres:\/\//)
      assert.match(error.message, /PORT is "99999".*1 to 65535/)
      assert.match(error.message, /LOG_LEVEL is "loud".*debug \| info/)
      return true
    },
  )
})

test('O-06: a missing DATABASE_URL is said, and no secret is repeated', () => {
  assert.throws(() => readConfig({}), /DATABASE_URL is not set/)
  assert.throws(
    () => readConfig({ DATABASE_URL: 'nonsense-with-p4ssword' }),
    (error: Error) => !error.message.includes('p4ssword'),
  )
})

test('O-06: with only a database the rest has sound defaults', () => {
  const config = readConfig({ DATABASE_URL: 'postgres://brevhus@/brevhus' })
  assert.equal(config.PORT, 8080)
  for (const name of Object.keys(VARIABLES))
    assert.notEqual(config[name as keyof typeof config], undefined, name)
})

test('O-06: at an address of the net the evidence log is named, since it keeps its name for life', () => {
  const database = { DATABASE_URL: 'postgres://brevhus@/brevhus', PUBLIC_URL: 'https://post.example' }
  assert.throws(
    () => readConfig(database),
    /EVIDENCE_ORIGIN is not set.*Choose its name once, such as post\.example\/evidence/,
  )
  const named = readConfig({ ...database, EVIDENCE_ORIGIN: 'post.example/evidence' })
  assert.equal(named.EVIDENCE_ORIGIN, 'post.example/evidence')
  for (const PUBLIC_URL of ['http://localhost:9300', 'http://127.0.0.1:9300'])
    assert.equal(readConfig({ ...database, PUBLIC_URL }).EVIDENCE_ORIGIN, 'localhost:8080/evidence')
})

test('O-06: metrics are never asked for on the public port', () => {
  const database = { DATABASE_URL: 'postgres://brevhus@/brevhus' }
  assert.throws(
    () => readConfig({ ...database, PORT: '9000', OPERATIONS_PORT: '9000' }),
    /OPERATIONS_PORT is 9000, the public port.*choose another, or 0/,
  )
  assert.equal(readConfig({ ...database, OPERATIONS_PORT: '9000' }).OPERATIONS_HOST, '127.0.0.1')
})

test('O-06: S3 without its keys is said at start, not at the first letter', () => {
  const database = { DATABASE_URL: 'postgres://brevhus@/brevhus', BLOBS: 's3' }
  assert.throws(
    () => readConfig({ ...database, S3_ENDPOINT: 'https://s3.example.dk' }),
    /S3_ACCESS_KEY is not set, and BLOBS=s3 needs it.*\n.*S3_SECRET_KEY is not set/,
  )
  const given = { S3_ENDPOINT: 'https://s3.example.dk', S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 'b' }
  assert.equal(readConfig({ ...database, ...given }).BLOBS, 's3')
})

test('O-06: an address needs a host, the public one is a bare origin, and push services are origins', () => {
  const database = { DATABASE_URL: 'postgres://brevhus@/brevhus' }
  for (const wrong of [
    { PUBLIC_URL: 'https://' },
    { PUBLIC_URL: 'http://localhost/post' },
    { PUBLIC_URL: 'http://localhost/?a' },
    { SMTP_URL: 'smtp://' },
    { REGISTER_URL: 'http://' },
    { PUSH_SERVICES: 'garbage' },
    { PUSH_SERVICES: 'https://push.example/path' },
  ])
    assert.throws(
      () => readConfig({ ...database, ...wrong }),
      (error: Error) => error instanceof ConfigError && error.message.includes(`${Object.keys(wrong)[0]} `),
      JSON.stringify(wrong),
    )
  assert.equal(
    readConfig({ ...database, PUBLIC_URL: 'http://localhost:9300/' }).PUBLIC_URL,
    'http://localhost:9300',
  )
  assert.match(
    readConfig({ ...database, PUSH_SERVICES: 'https://*.push.example,http://127.0.0.1:9416' }).PUSH_SERVICES,
    /push/,
  )
})
