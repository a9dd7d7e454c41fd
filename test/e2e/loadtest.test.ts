import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { RunningProcess } from '../../loadtest/driver/running-process.ts'
import type { RunReport } from '../../loadtest/report/run-report.ts'
import { until } from '../support/until.ts'

const main = join(import.meta.dirname, '../../loadtest/run/main.ts')
/** For the servers' stores as well: what is left in it was not cleaned up. */
const dir = mkdtempSync(join(tmpdir(), 'coplane-test-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningProcess {
  const process_ = new RunningProcess(process.execPath, ['--import', 'tsx', main, ...args], {
    ...process.env,
    TMPDIR: dir,
    ...env,
  })
  onTestFinished(async () => {
    process_.signal('SIGKILL')
    await process_.exitCode
  })
  return process_
}

/** Runs a command that has to fail. @returns all that it says. */
async function refusal(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  const process_ = start(args, env)
  expect(await process_.exitCode).toBe(1)
  return process_.output.trim()
}

function oneSentence(text: string): RegExp {
  return new RegExp(`^loadtest: [^\\n]*${text}[^\\n]*$`)
}

function reportIn(file: string): RunReport {
  return JSON.parse(readFileSync(file, 'utf8')) as RunReport
}

/** Floors of time; k6's thresholds repeat them. */
const timed = new Set(['edit→seen P95', 'lag of the load generator P95', 'exit code of k6'])

const tiny = [
  '--grid',
  '30x20',
  '--join',
  '1',
  '--warmup',
  '1',
  '--writers',
  '0.5',
  '--set',
  'SOCKETS_PER_VU=10',
]

test('[LT60] a scenario that does not exist is answered with the names of those that do', async () => {
  expect(await refusal(['gird'])).toMatch(oneSentence('"gird" is no scenario: choose one of grid, fps'))
})

test('[LT61] without a server at the URL the run says so and ends with 1', async () => {
  expect(await refusal(['grid', '--url', 'ws://127.0.0.1:1'])).toMatch(
    oneSentence('no Coplane server answers at ws://127.0.0.1:1 \\(ECONNREFUSED\\)'),
  )
})

test('[LT62] a server of another protocol version is named as that', async () => {
  const other = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => void other.close())
  other.on('connection', (socket) => socket.close(4406, 'bad-protocol: offer coplane.v999'))
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  expect(await refusal(['grid', '--url', `ws://127.0.0.1:${port}`])).toMatch(
    oneSentence('speaks another version of the protocol than coplane.v'),
  )
})

test('[LT63] too few file descriptors are told with the number that is needed', async () => {
  const command = `ulimit -n 300; exec "$0" --import tsx "$1" grid --grid 10x1000`
  const limited = new RunningProcess('bash', ['-c', command, process.execPath, main])
  expect(await limited.exitCode).toBe(1)
  expect(limited.output.trim()).toMatch(
    oneSentence('1000 sessions need 1128 file descriptors .* limit is 300: raise it with ulimit -n 1128'),
  )
})

test('[LT64] without k6, and without a Go to build it, the run says what to install', async () => {
  const nothing = { PATH: dir, GOROOT: dir, XDG_CACHE_HOME: dir }
  expect(await refusal(['grid', ...tiny], nothing)).toMatch(
    oneSentence('k6 2.2.0 or newer is needed, and there is no Go to build it with'),
  )
})

test('[LT68] settings that the server cannot use are told in its own words', async () => {
  expect(await refusal(['grid', ...tiny, '--tick-min', '1000'])).toMatch(
    oneSentence('the server does not start: .*COPLANE_TICK_MIN_MS=1000 is above COPLANE_TICK_MAX_MS=250'),
  )
})

test('[LT65] a small grid is run to its end: the ledger agrees to the frame, and the oracles hold one document', async () => {
  const out = join(dir, 'whole.json')
  const run = start(['grid', ...tiny, '--hold', '4', '--out', out])
  const exitCode = await run.exitCode
  const { complete, cells, machine } = reportIn(out)
  const broken = cells
    .flatMap(({ verdicts }) => verdicts.filter(({ held, kind }) => !held && kind === 'floor'))
    .map(({ what }) => what)
  expect(exitCode, run.output).toBe(broken.length === 0 ? 0 : 1)
  // How fast it was is what a run measures, and says nothing on a machine that tests other things as well.
  expect(broken.filter((what) => !timed.has(what))).toEqual([])
  expect(complete).toBe(true)
  expect(machine.k6).toMatch(/^\d+\.\d+\.\d+$/)
  const [cell] = cells
  expect(cell).toMatchObject({ name: 'n30_s20', sessions: 20, oracle: { clients: 2, equal: true } })
  const { ledger, editSeen, join: joins, series } = cell!
  expect(ledger.agrees).toBe(true)
  expect(ledger.document.received).toBe(ledger.document.sent)
  expect(ledger.document.received).toBeGreaterThan(20)
  expect(ledger.live.received).toBeGreaterThan(100)
  expect(joins.count).toBe(20)
  expect(editSeen.count).toBeGreaterThan(0)
  expect(series.length).toBeGreaterThan(5)
  expect(cell!.server.cpu).toBeGreaterThan(0)
  expect(readdirSync(dir).filter((name) => name.startsWith('coplane-loadtest-'))).toEqual([])
})

test('[LT66] an interrupted run writes what it knows, ends its processes and exits with 1', async () => {
  const out = join(dir, 'cut.json')
  const run = start(['grid', ...tiny, '--hold', '120', '--out', out])
  await run.line(/ measuring$/, 60_000)
  const children = childrenOf(run.pid)
  expect(children.length).toBeGreaterThanOrEqual(3)
  run.signal('SIGINT')
  expect(await run.exitCode).toBe(1)
  expect(run.output).toContain('not complete: the run was interrupted by SIGINT')
  const { complete, cells } = reportIn(out)
  expect(complete).toBe(false)
  expect(cells[0]).toMatchObject({ name: 'n30_s20', ledger: { agrees: false } })
  expect(cells[0]!.join.count).toBe(20)
  expect(cells[0]!.verdicts.some(({ held, kind }) => !held && kind === 'floor')).toBe(true)
  await until('nothing that was started runs on', () => children.every((pid) => !isRunning(pid)))
  expect(readdirSync(dir).filter((name) => name.startsWith('coplane-loadtest-'))).toEqual([])
})

test('[LT67] a server that dies under the load ends the run with a partial report that says so', async () => {
  const out = join(dir, 'died.json')
  const run = start(['grid', ...tiny, '--hold', '120', '--out', out])
  await run.line(/ measuring$/, 60_000)
  const server = childrenOf(run.pid).find((pid) => commandOf(pid).includes('server/dist/main.js'))
  process.kill(server!, 'SIGKILL')
  expect(await run.exitCode).toBe(1)
  expect(run.output).toContain('not complete: the server ended with 128')
  expect(reportIn(out)).toMatchObject({ complete: false, cells: [{ name: 'n30_s20' }] })
})

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && parentOf(pid) === parent)
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    // It ended meanwhile.
    return undefined
  }
}

function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
}

function isRunning(pid: number): boolean {
  return parentOf(pid) !== undefined
}
