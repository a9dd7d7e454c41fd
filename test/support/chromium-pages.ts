import { chromium, type Browser, type Page } from 'playwright-core'
import { chromiumPath } from './requirement.ts'

/** Where a service may run as root, Chromium's own sandbox cannot; the rest keeps it from calling home. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Pages in a real browser, each of a person of its own, and everything that any of them complained about. */
export class ChromiumPages {
  readonly complaints: string[] = []
  private readonly browser: Browser

  private constructor(browser: Browser) {
    this.browser = browser
  }

  static async launch(): Promise<ChromiumPages> {
    return new ChromiumPages(await chromium.launch({ executablePath: chromiumPath, args: flags }))
  }

  /** @param first a script that runs before those of the page. */
  async open(url: string, first = ''): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 } })
    await context.addInitScript(first)
    const page = await context.newPage()
    page.on('console', (message) => {
      // A server that was killed on purpose is a network error to the page, and nothing else is.
      if (message.type() === 'error' && !/WebSocket connection/.test(message.text()))
        this.complaints.push(message.text())
    })
    page.on('pageerror', (error) => this.complaints.push(String(error)))
    await page.goto(url)
    return page
  }

  async close(): Promise<void> {
    await this.browser.close()
  }
}

/** Lets the page paint this many times. */
export async function passFrames(page: Page, frames: number): Promise<void> {
  await page.evaluate(
    (count) =>
      new Promise<void>((resolve) => {
        const step = (left: number): void => {
          if (left === 0) resolve()
          else requestAnimationFrame(() => step(left - 1))
        }
        step(count)
      }),
    frames,
  )
}
