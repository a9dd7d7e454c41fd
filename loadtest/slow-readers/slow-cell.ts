import type { CellReport, LaneLedger, Verdict } from '../report/run-report.ts'
import type { SlowOrder, SlowReport } from './slow-order.ts'

/** One load with slow readers in it. */
export type SlowCell = { readonly name: string } & Pick<
  SlowOrder,
  | 'rooms'
  | 'readers'
  | 'writers'
  | 'rate'
  | 'editBytes'
  | 'cursorRate'
  | 'warmUpSeconds'
  | 'calmSeconds'
  | 'slowSeconds'
>

/**
 * A published frame below 16 KiB is written once for all rooms of a turn, a larger one is sent to each member.
 * @param slowSeconds by default long enough for the kernel's buffers to fill and for the server's deadline of 30 s to pass then.
 */
export function slowCells(slowSeconds = 60): readonly SlowCell[] {
  const common = {
    readers: { steady: 80, pausing: 8, trickling: 8, never: 4 },
    writers: 20,
    cursorRate: 80,
    warmUpSeconds: 3,
    calmSeconds: 10,
    slowSeconds,
  }
  return [
    { name: 'frames_below_16k', rooms: 1, rate: 350, editBytes: 2_000, ...common },
    { name: 'frames_above_16k', rooms: 1, rate: 60, editBytes: 20_000, ...common },
    {
      name: 'many_rooms',
      ...common,
      rooms: 10,
      rate: 60,
      editBytes: 4_000,
      readers: { steady: 8, pausing: 1, trickling: 1, never: 1 },
      writers: 4,
      cursorRate: 8,
    },
  ]
}

/** What only the one who started the processes can read. */
export interface ProcessFigures {
  readonly peakRssMiB: number
  readonly loopDelayP50Ms: number
  readonly loopDelayP99Ms: number
}

export function slowCell(cell: SlowCell, report: SlowReport, figures: ProcessFigures): CellReport {
  const { members: got, server: said, seconds } = report
  const sessions = cell.rooms * Object.values(cell.readers).reduce((sum, count) => sum + count, 0)
  const document: LaneLedger = {
    sent: said.documentTicks,
    skipped: said.skipped + said.forgone,
    received: got.documentTicks,
    gaps: got.gaps,
  }
  const live: LaneLedger = {
    sent: said.liveFrames,
    skipped: said.liveSkipped,
    received: got.liveFrames,
    gaps: 0,
  }
  const { driver, slow, join, tickMs, series } = report
  return {
    name: cell.name,
    nodes: cell.writers * cell.rooms,
    sessions,
    rooms: cell.rooms,
    profile: 'stream',
    updatesPerSecond: report.updatesPerSecond,
    seconds,
    tickMs,
    editSeen: slow,
    cursorSeen: undefined,
    eventSeen: undefined,
    join,
    failedJoins: 0,
    reconnects: report.reconnects,
    ledger: { document, event: undefined, live, agrees: agrees(report) },
    traffic: {
      framesInPerSecond: got.messagesSent / seconds,
      bytesInPerSecond: got.bytesSent / seconds,
      framesOutPerSecond: got.frames / seconds,
      bytesOutPerSecond: got.bytes / seconds,
    },
    server: { cpu: report.serverCpu, descriptors: report.descriptors, ...figures, durableP95Ms: undefined },
    loadGenerator: {
      cpu: driver.cpu,
      peakRssMiB: driver.peakRssMiB,
      lagP95Ms: driver.loopLagP95,
      lagMaxMs: driver.loopLagMax,
    },
    oracle: report.oracle,
    series: series.map(({ at, frames, bytes, serverCpu, driverCpu, rssMiB }) => ({
      at,
      p50: NaN,
      p95: NaN,
      p99: NaN,
      frames,
      bytes,
      serverCpu,
      loadGeneratorCpu: driverCpu,
      rssMiB,
    })),
    verdicts: verdicts(cell, report),
  }
}

/** Every frame of the server's, and every tick × member, is accounted for. */
function agrees({ members: got, server: said }: SlowReport): boolean {
  return (
    got.frames === said.frames &&
    got.ticks === said.ticks &&
    got.documentTicks === said.documentTicks &&
    got.liveFrames === said.liveFrames &&
    got.resyncs === said.resyncs &&
    got.skipped === said.skipped &&
    got.forgone === said.forgone &&
    got.published === said.ticks + said.skipped + said.forgone + said.lost
  )
}

function verdicts(cell: SlowCell, report: SlowReport): Verdict[] {
  const { calm, slow, members: got, server: said, rssMiB, closedReasons, driver } = report
  const { pausing, trickling, never } = cell.readers
  const slowCount = cell.rooms * (pausing + trickling + never)
  const outlastsDeadline = cell.slowSeconds >= 60
  const closed = closedReasons.filter((reason) => reason.startsWith(slowConsumerClose)).length
  const rssBound = slowCount * mostPerSlowMiB + noiseMiB
  return [
    floor('edit→seen P95 of steady readers beside slow ones', ratio(slow.p95, calm.p95), mostRatio, '×'),
    floor('edits that a steady reader did not get', calm.lost + slow.lost, 0),
    floor('frames unaccounted for', Math.abs(said.frames - said.lost - got.frames), 0),
    floor(
      'ticks × members − delivered − skipped − lost',
      Math.abs(got.published - said.ticks - said.skipped - said.forgone),
      0,
    ),
    floor('sequence gaps', got.gaps, 0),
    floor('frames lost by the transport', said.lost, 0),
    floor('server memory added by slow readers', rssMiB.peak - rssMiB.calm, rssBound, ' MiB'),
    least('resyncs in place', said.resyncs, cell.rooms * (pausing + trickling)),
    floor(
      'never-readers not closed as slow-consumer, or others closed',
      Math.abs(closedReasons.length - closed) +
        Math.abs((outlastsDeadline ? cell.rooms * never : 0) - closed),
      0,
    ),
    floor('documents that differ from a joiner’s', report.oracle.equal ? 0 : 1, 0),
    floor('driver’s loop lag P95', driver.loopLagP95, mostLagMs, ' ms'),
  ]
}

function floor(what: string, value: number, most: number, unit = ''): Verdict {
  return { what, value, limit: `≤ ${most}${unit}`, held: value <= most, kind: 'floor' }
}

function least(what: string, value: number, bound: number): Verdict {
  return { what, value, limit: `≥ ${bound}`, held: value >= bound, kind: 'floor' }
}

function ratio(slow: number, calm: number): number {
  return slow / calm
}

const slowConsumerClose = 'closed with 4508 slow-consumer'
/** Between windows in which nothing differs P95 moves by a tenth or two on a shared machine. */
const mostRatio = 1.25
/** Soft limit, one look's worth of frames, and what buffers grow by when they double; unread frames would be tens of MiB. */
const mostPerSlowMiB = 1.5
/** How far the heap moves by itself within a minute of this load. */
const noiseMiB = 64
const mostLagMs = 25
