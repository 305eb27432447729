import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import decodeQR from 'qr/decode.js'
import { axeFinds } from '#tools/pictures/axe.ts'
import { launchBrowser, openPage } from './open-web.ts'

let browser: Browser
before(async () => {
  browser = await launchBrowser()
})
after(() => browser.close())

test('I-02 O-07: the key of a code app stands there as a QR code that a reader reads, light and dark, wide and narrow', async () => {
  for (const context of [
    { colorScheme: 'light' as const, viewport: { width: 1440, height: 900 } },
    { colorScheme: 'dark' as const, viewport: { width: 320, height: 1600 } },
  ]) {
    await using opened = await openPage(browser, '/settings/devices', {
      fake: { level: 'substantial' },
      context,
    })
    const { page } = opened
    await page.getByRole('button', { name: 'Tilføj kode-app' }).click()
    const code = page.getByRole('img', { name: 'QR-kode med nøglen til din kode-app' })
    await code.waitFor()
    // As the screen shows it, through the eyes of a camera: a picture of the page, then its pixels.
    const shot = `data:image/png;base64,${(await code.screenshot()).toString('base64')}`
    const seen = await page.evaluate(async (source) => {
      const picture = new Image()
      picture.src = source
      await picture.decode()
      const canvas = document.createElement('canvas')
      canvas.width = picture.width
      canvas.height = picture.height
      const drawing = canvas.getContext('2d')!
      drawing.drawImage(picture, 0, 0)
      const { data, width, height } = drawing.getImageData(0, 0, canvas.width, canvas.height)
      return { data: [...data], width, height }
    }, shot)
    assert.equal(
      decodeQR({ ...seen, data: Uint8Array.from(seen.data) }),
      'otpauth://totp/Brevhus:karen?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Brevhus',
    )
    assert.deepEqual(await axeFinds(page), [])
    assert.deepEqual(opened.complaints, [])
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/qr-${context.colorScheme}.png`, fullPage: true })
  }
})
