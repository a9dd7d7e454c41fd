import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { typescript } from '../../loadtest/driver/node-process.ts'
import { RunningProcess } from '../../loadtest/driver/running-process.ts'
import { reportText } from '../../loadtest/report/read-report.ts'
import { madeUpReport } from './made-up-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'coplane-report-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string): string => join(folder, name)

async function command(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly output: string }> {
  const main = new URL('../../loadtest/report/main.ts', import.meta.url)
  const child = new RunningProcess(process.execPath, typescript(main, ...args))
  return { code: await child.exitCode, output: child.output }
}

test('[LR9] one command makes one page of several reports, each beside the last of its name', async () => {
  writeFileSync(file('grid.json'), reportText(madeUpReport(1)))
  writeFileSync(file('grid.last.json'), reportText(madeUpReport(2, { commit: 'fedcba9876543210' })))
  writeFileSync(file('soak.json'), reportText(madeUpReport(3, { scenario: 'soak' })))

  const html = file('new/page.html')
  expect(await command(file('grid.json'), file('soak.json'), '--html', html)).toEqual({ code: 0, output: '' })

  const page = readFileSync(html, 'utf8')
  expect(page.match(/<section class="run"/g)).toHaveLength(2)
  expect(page).toContain('fedcba9876')
  expect(page).toContain('There is no earlier run to compare with.')
})

test.each([
  ['a file that is not there', [file('none.json'), '--html', file('x.html')], /none\.json/],
  ['no page to write', [file('none.json')], /^which reports, and which page\?$/m],
  ['an option that it does not know', ['--nonsense'], /--nonsense/],
])('[LR9] %s ends the command with a sentence', async (_, args, sentence) => {
  const { code, output } = await command(...args)
  expect(code).toBe(1)
  expect(output).toMatch(sentence)
  expect(output).not.toMatch(/^\s+at /m)
})
