// An authenticator app as people have it: RFC 6238 with its usual settings, nothing of ours.
import { Secret, TOTP } from 'otpauth'

/** The code that the app shows at a moment. */
export function codeAt(secret: Uint8Array, now: Date): string {
  const app = new TOTP({ secret: new Secret({ buffer: Uint8Array.from(secret).buffer }) })
  return app.generate({ timestamp: now.getTime() })
}
