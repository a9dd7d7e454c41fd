import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/**
 * Runs the tests unless something is in the way (a sentence that says what): then they are a skipped test that names it
 * on somebody's machine, and a failed one with CI=true, where a skip would hide a broken set-up.
 */
export function describeUnless(obstacle: string | undefined, name: string, tests: () => void): void {
  if (obstacle === undefined) describe(name, tests)
  else if (process.env['CI'] === 'true') test(name, () => expect.fail(obstacle))
  else test.skip(`${name} (skipped: ${obstacle})`)
}

export const chromiumPath = process.env['COPLANE_TEST_CHROMIUM'] ?? '/usr/bin/chromium'
export const chromiumMissing = existsSync(chromiumPath)
  ? undefined
  : `there is no Chromium at ${chromiumPath} (apt-get install chromium, or set COPLANE_TEST_CHROMIUM)`
