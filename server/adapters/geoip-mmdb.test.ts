import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { makeMmdb, Uint32 } from '#tests/make-mmdb.ts'
import { noGeoIp, openGeoIp } from './geoip-mmdb.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brevhus-geoip-'))
})
after(() => rm(folder, { recursive: true, force: true }))

const oslo = {
  country: { iso_code: 'NO' },
  location: { latitude: 59.91, longitude: 10.75, accuracy_radius: new Uint32(20) },
}

test('I-07: places come from the operator’s own file; what it does not know is not guessed', async () => {
  const file = join(folder, 'city.mmdb')
  await writeFile(
    file,
    makeMmdb([
      { network: '192.0.2.0/24', data: oslo },
      { network: '198.51.100.128/25', data: { country: { iso_code: 'DK' } } },
      { network: '203.0.113.7/32', data: { ...oslo, location: { latitude: 6.45, longitude: 3.39 } } },
    ]),
  )
  const geoIp = openGeoIp(file)
  assert.deepEqual(geoIp.find('192.0.2.77'), {
    country: 'NO',
    latitude: 59.91,
    longitude: 10.75,
    accuracyKm: 20,
  })
  assert.equal(geoIp.find('203.0.113.7')?.accuracyKm, 1000, 'a place without a radius is a vague one')
  for (const unknown of [
    '198.51.100.200',
    '198.51.100.1',
    '203.0.113.8',
    '10.0.0.1',
    '',
    'localhost',
    '192.0.2.300',
  ])
    assert.equal(geoIp.find(unknown), null, unknown)
})

test('I-07: an address of IPv6 in a file of IPv4 is unknown, not a fault', async () => {
  const file = join(folder, 'v4.mmdb')
  await writeFile(file, makeMmdb([{ network: '192.0.2.0/24', data: oslo }]))
  assert.equal(openGeoIp(file).find('2001:db8::1'), null)
})

test('I-07: a file that holds no places, is damaged or is not there stops the start with a reason', async () => {
  const country = join(folder, 'country.mmdb')
  await writeFile(country, makeMmdb([{ network: '192.0.2.0/24', data: oslo }], 'GeoLite2-Country'))
  assert.throws(() => openGeoIp(country), /GEOIP_FILE holds GeoLite2-Country/)
  const damaged = join(folder, 'damaged.mmdb')
  await writeFile(damaged, 'not a database')
  assert.throws(() => openGeoIp(damaged))
  assert.throws(() => openGeoIp(join(folder, 'none')), /ENOENT/)
  assert.equal(noGeoIp.find('192.0.2.77'), null)
})
