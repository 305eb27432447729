/** GeoIP from a file in MaxMind's format (GeoLite2-City, DB-IP City Lite and others), which the operator fetches and renews. */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { type CityResponse, Reader } from 'mmdb-lib'
import { ConfigError } from '#ground/config.ts'
import type { GeoIp } from '#ground/ports.ts'

/** What a file says that knows the place but not how well: MaxMind's own for "somewhere in the country". */
const ACCURACY_UNKNOWN_KM = 1000

/** Without a file nothing is known of any address: the rules about places find nothing. */
export const noGeoIp: GeoIp = { find: () => null }

/** @throws ConfigError when the file is missing, is not one of this format, or holds no places. */
export function openGeoIp(file: string): GeoIp {
  const reader = readerOf(file)
  const { databaseType } = reader.metadata
  if (!/city|enterprise|insights/i.test(databaseType))
    throw new ConfigError(`GEOIP_FILE holds ${databaseType}: a file with places is needed, of the type City`)
  return {
    find(address) {
      if (isIP(address) === 0) return null
      const found = reader.get(address)
      const country = found?.country?.iso_code ?? found?.registered_country?.iso_code
      const { latitude, longitude, accuracy_radius: accuracyKm } = found?.location ?? {}
      if (!country || latitude === undefined || longitude === undefined) return null
      return { country, latitude, longitude, accuracyKm: accuracyKm ?? ACCURACY_UNKNOWN_KM }
    },
  }
}

function readerOf(file: string): Reader<CityResponse> {
  try {
    return new Reader<CityResponse>(readFileSync(file))
  } catch (error) {
    const code = (error as { code?: unknown }).code
    const why = typeof code === 'string' ? `cannot be read (${code})` : 'is not of MaxMind’s format'
    throw new ConfigError(
      `GEOIP_FILE: ${file} ${why}. Name a file of places of the type City, or the word none.`,
    )
  }
}
