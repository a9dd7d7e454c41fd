import * as Y from 'yjs'
import { describeMachine } from '../../loadtest/driver/machine.ts'
import { median } from '../../loadtest/driver/median.ts'
import { until } from '../support/until.ts'
import { agree } from './agreement.ts'
import { emptyReport, type CrashReport } from './crash-report.ts'
import { DiskCopy } from './disk-copy.ts'
import { moments, type MomentName } from './moments.ts'
import { installOnlineSignal, signalOnline } from './online-signal.ts'
import { Stage } from './stage.ts'

export interface CrashOptions {
  readonly seed: number
  /** At least so many kills, and for at least so long. */
  readonly kills: number
  readonly minutes: number
  /** Only these moments; all of them when empty. */
  readonly only: readonly MomentName[]
}

/** After every so many kills everybody is waited for; between them the next kill may hit those who are coming back. */
const settleEvery = 5
/**
 * After the first kills pages come back in their own time. Later their waits would have grown to half a minute, as they
 * should when a server dies every second: then they are told that the network is back, as browsers tell it.
 */
const unaidedKills = 2
const recoveryTimeoutMs = 60_000

/** Kills a server over and over while people edit, and holds every copy of their work against what they were told. */
export async function runCrash(options: CrashOptions, say: (line: string) => void): Promise<CrashReport> {
  installOnlineSignal()
  const run = new CrashRun(
    options,
    await Stage.open(options.seed),
    emptyReport(options.seed, await describeMachine()),
  )
  return run.toTheEnd(say)
}

class CrashRun {
  private readonly options: CrashOptions
  private readonly stage: Stage
  private readonly report: CrashReport
  private readonly restarts: number[] = []
  private readonly recoveries: number[] = []
  private readonly lastSeqs = new Map<string, { readonly seq: number; readonly snapshotSeq: number }>()
  private lap: MomentName[] = []

  constructor(options: CrashOptions, stage: Stage, report: CrashReport) {
    this.options = options
    this.stage = stage
    this.report = report
  }

  async toTheEnd(say: (line: string) => void): Promise<CrashReport> {
    const { stage, report, options } = this
    const startMs = performance.now()
    let moment = this.draw()
    try {
      await this.settle()
      while (stage.kills < options.kills || performance.now() - startMs < options.minutes * 60_000) {
        await this.killAt(moment)
        say(`kill ${stage.kills} after ${Math.round((performance.now() - startMs) / 1000)} s: ${moment}`)
        moment = this.draw()
        if (stage.kills > unaidedKills) signalOnline()
        // A load is to be killed before anybody is in.
        if (moment !== 'load') await this.lookInside()
        if (stage.kills % settleEvery === 0 || stage.kills === unaidedKills) await this.settle()
      }
      await this.end()
    } catch (error) {
      report.fault = `kill ${stage.kills} (${moment}): ${String(error)}`
    } finally {
      this.summarize(performance.now() - startMs)
      await stage.close()
    }
    say(report.fault ?? `${report.kills} kills, ${report.editsSaved} edits called saved, nothing lost`)
    return report
  }

  /** All moments in turn, each lap in another order. */
  private draw(): MomentName {
    const names = this.options.only.length > 0 ? this.options.only : (Object.keys(moments) as MomentName[])
    if (this.lap.length === 0) this.lap = [...names]
    return this.lap.splice(this.stage.random.below(this.lap.length), 1)[0]!
  }

  private async killAt(moment: MomentName): Promise<void> {
    const { stage, report } = this
    await moments[moment](stage)
    report.evictions += moment === 'evict' ? await evictions(stage) : 0
    const killed = stage.kill()
    const unsaved = [...stage.pages()].reduce((sum, { ledger }) => sum + ledger.unsavedEdits, 0)
    await killed
    report.moments[moment] = (report.moments[moment] ?? 0) + 1
    report.killsWithUnsaved += unsaved > 0 ? 1 : 0
    report.unsavedAtKills += unsaved
    report.mostUnsaved = Math.max(report.mostUnsaved, unsaved)
    const claimedMs = performance.now()
    const copy = new DiskCopy(stage.data.path)
    const startMs = performance.now()
    const started = stage.start().then(() => this.restarts.push(performance.now() - startMs))
    try {
      this.lookAtDisk(copy, claimedMs)
    } finally {
      // Even after a fault: a process that nobody knows of would stay.
      await started
      copy.remove()
    }
  }

  /** What is on disk, before any page can send anything again. */
  private lookAtDisk(copy: DiskCopy, claimedMs: number): void {
    const { report, stage } = this
    report.tornTransactions += copy.tornFrames > 0 ? 1 : 0
    report.mostTornFrames = Math.max(report.mostTornFrames, copy.tornFrames)
    const stored = copy.read()
    for (const room of stage.rooms.values()) {
      const { doc, seq, snapshotSeq } = stored.get(room.name) ?? emptyRoom()
      report.editsChecked += room.check(doc, claimedMs)
      const last = this.lastSeqs.get(room.name)
      if (last && last.seq > seq)
        throw new Error(`room ${room.name} went from tick ${last.seq} back to ${seq}`)
      report.folds += snapshotSeq > (last?.snapshotSeq ?? 0) ? 1 : 0
      this.lastSeqs.set(room.name, { seq, snapshotSeq })
      report.documentsReplayed++
    }
  }

  /** Opens rooms as somebody who was never there. */
  private async lookInside(): Promise<void> {
    const { stage, report } = this
    const claimedMs = performance.now()
    const busy = new Set(stage.authors.map(({ room }) => room.name))
    const others = [...stage.rooms.keys()].filter((name) => !busy.has(name))
    const names = [...busy, ...Array.from({ length: 4 }, () => stage.random.pick(others) ?? 'plan')]
    await Promise.all(
      [...new Set(names)].map(async (name) => {
        const reader = await stage.reader(name)
        report.editsChecked += stage.room(name).check(reader.doc, claimedMs)
        reader.close()
        report.documentsOpened++
      }),
    )
  }

  /** Every page comes back by itself, and everything it has is saved. */
  private async settle(): Promise<void> {
    const { stage } = this
    const startMs = performance.now()
    stage.pause()
    for (const { room, ledger } of stage.pages())
      await until(
        `${ledger.name} is back`,
        () => room.status === 'connected' && room.sync.unsaved === 0,
        recoveryTimeoutMs,
      )
    stage.resume()
    this.recoveries.push(performance.now() - startMs)
  }

  /** Nobody edits any more: everybody sees the same, and so does the disk after a graceful end. */
  private async end(): Promise<void> {
    const { stage, report } = this
    await this.settle()
    stage.pause()
    for (const author of stage.authors) author.listen()
    const refused = stage.authors.flatMap(({ refusals }) => refusals)
    if (refused.length > 0) throw new Error(`refused: ${refused[0]}`)
    const readers = new Map<string, Awaited<ReturnType<Stage['reader']>>>()
    for (const name of stage.rooms.keys()) readers.set(name, await stage.reader(name))
    report.documentsOpened += readers.size
    for (const { room } of stage.authors)
      await until(`${room.name} agrees`, () => agree(room.doc, readers.get(room.name)!.doc))
    await stage.stop()
    const copy = new DiskCopy(stage.data.path)
    try {
      this.lookAtDisk(copy, performance.now())
      const stored = copy.read()
      for (const [name, reader] of readers)
        if (!agree(reader.doc, (stored.get(name) ?? emptyRoom()).doc))
          throw new Error(`room ${name} is another on disk`)
    } finally {
      copy.remove()
      for (const reader of readers.values()) reader.close()
    }
  }

  private summarize(durationMs: number): void {
    const { report, stage } = this
    report.durationS = Math.round(durationMs / 1000)
    report.kills = stage.kills
    report.rooms = stage.rooms.size
    for (const { authors } of stage.rooms.values()) {
      report.sessions += authors.length
      for (const author of authors) {
        report.edits += author.edits.length
        report.editsSaved += author.savedEdits
      }
    }
    report.restartMs = figuresOf(this.restarts)
    report.recoveryMs = figuresOf(this.recoveries)
  }
}

function emptyRoom(): { doc: Y.Doc; seq: number; snapshotSeq: number } {
  return { doc: new Y.Doc(), seq: 0, snapshotSeq: 0 }
}

/** How often this process put an idle room out of memory. */
async function evictions({ server }: Stage): Promise<number> {
  return (await server?.metric('coplane_doc_cache_evictions_total')) ?? 0
}

function figuresOf(times: readonly number[]): { median: number; most: number } {
  return { median: Math.round(times.length > 0 ? median(times) : 0), most: Math.round(Math.max(0, ...times)) }
}
