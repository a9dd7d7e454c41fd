import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/**
 * Runs the tests if `isMet`; otherwise names what is missing: as a skipped test on somebody's machine, as a failed
 * one with CI=true, where a skip would hide a broken set-up.
 */
export function describeWith(requirement: string, isMet: boolean, name: string, tests: () => void): void {
  if (isMet) describe(name, tests)
  else if (process.env['CI'] === 'true') test(name, () => expect.fail(`CI needs ${requirement}`))
  else test.skip(`${name} (skipped: it needs ${requirement})`)
}

export const chromiumPath = process.env['COPLANE_TEST_CHROMIUM'] ?? '/usr/bin/chromium'
export const hasChromium = existsSync(chromiumPath)
export const chromiumRequirement = `Chromium at ${chromiumPath} (apt-get install chromium, or COPLANE_TEST_CHROMIUM)`
