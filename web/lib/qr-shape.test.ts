import assert from 'node:assert/strict'
import test from 'node:test'
import decodeQR from 'qr/decode.js'
import { qrShape } from './qr-shape.ts'

/** Fills the path's rectangles, as a screen would, eight pixels to a module. */
function picture(text: string): { width: number; height: number; data: Uint8Array } {
  const { size, path } = qrShape(text)
  const side = size * 8
  const data = new Uint8Array(side * side * 4).fill(255)
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g))
    for (let dy = 0; dy < 8; dy++)
      for (let dx = 0; dx < Number(length) * 8; dx++) {
        const at = 4 * ((Number(y) * 8 + dy) * side + Number(x) * 8 + dx)
        data.fill(0, at, at + 3)
      }
  return { width: side, height: side, data }
}

test('I-02: the key of a code app drawn as a QR code is read back by a reader', () => {
  for (const text of [
    'otpauth://totp/Brevhus:karen?issuer=Brevhus&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30',
    `otpauth://totp/Brevhus:${encodeURIComponent('åse.østergård')}?secret=JBSWY3DPEHPK3PXP&issuer=Brevhus`,
  ])
    assert.equal(decodeQR(picture(text)), text)
})
