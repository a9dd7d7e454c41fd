import { readFileSync } from 'node:fs'
import { describeMachine } from '../driver/machine.ts'
import { run } from '../driver/command.ts'
import type { Machine } from '../report/run-report.ts'

/** Where the figures come from. */
export async function machineOf(
  k6: string | undefined,
  placement: string,
  chromium: string | undefined,
): Promise<Machine> {
  const { cpuModel, cores, memoryGiB, kernel, node } = await describeMachine()
  return { cpu: cpuModel, cores, memoryGiB, kernel, os: osName(), node, k6, chromium, placement }
}

/** @returns the commit that is checked out, with a mark where files differ from it; undefined outside of a checkout. */
export async function commitOf(repository: string): Promise<string | undefined> {
  return run('git', [
    '-C',
    repository,
    'describe',
    '--always',
    '--dirty',
    '--abbrev=12',
    '--exclude',
    '*',
  ]).then(
    (said) => said.trim(),
    () => undefined,
  )
}

function osName(): string {
  const name = /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
  return name ?? 'Linux'
}
