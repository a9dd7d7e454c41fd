import { expect, test } from 'vitest'
import { runCrash } from '../crash/crash-run.ts'
import { moments } from '../crash/moments.ts'

test('[CR1] fifty times SIGKILL, whatever the server is at: all that was called saved is on disk, once, and everybody comes back', async () => {
  const report = await runCrash({ seed: 6, kills: 50, minutes: 0, only: [] }, () => undefined)
  expect(report.fault).toBeUndefined()
  expect(report.kills).toBeGreaterThanOrEqual(50)
  // That the run was about what it is meant to be about.
  expect(Object.keys(report.moments).sort()).toEqual(Object.keys(moments).sort())
  expect(report.killsWithUnsaved).toBeGreaterThan(25)
  expect(report.editsSaved).toBeGreaterThan(1_000)
  expect(report.folds).toBeGreaterThan(0)
  expect(report.evictions).toBeGreaterThan(0)
}, 600_000)
