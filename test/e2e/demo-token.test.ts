import { afterAll, beforeAll, expect, test } from 'vitest'
import { mintToken } from '../../server/dist/token.js'
import { ChromiumPages } from '../support/chromium-pages.ts'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { chromiumMissing, describeUnless } from '../support/requirement.ts'

describeUnless(chromiumMissing, '[OP6] the demo on a server that asks for tokens', () => {
  const secret = 'a secret that only this test has heard of'
  let server: CoplaneProcess
  let browser: ChromiumPages

  beforeAll(async () => {
    server = await CoplaneProcess.start({ COPLANE_STORE: 'memory', COPLANE_AUTH_SECRET: secret })
    browser = await ChromiumPages.launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  test('[OP6] shows the one behind the hash of its address, and may what it allows', async () => {
    const token = await mintToken({ secret, user: 'ada', rooms: { board: 'editor' }, expiresIn: '1h' })
    const page = await browser.open(`${server.http}/rooms/board?nodes=10#token=${token}`)
    await page.waitForSelector('[data-testid=status][data-connection=connected][data-state=saved]')
    expect(await page.evaluate(() => window.coplane.room.nodes.size)).toBe(10)
    expect(browser.complaints).toEqual([])
  })

  test('[OP6] says that the room is closed to who has none', async () => {
    const page = await browser.open(`${server.http}/rooms/board`)
    await page.waitForSelector('text=This room is closed')
    expect(browser.complaints).toEqual([])
  })
})
