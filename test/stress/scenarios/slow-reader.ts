import { FrameType } from '@coplane/client/protocol/frame-type'
import { agree } from '../agreement.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

/** More than the buffers of both ends' systems and the proxy's: what lies beyond is the server's to hold. */
const load = 'x'.repeat(200_000)
const rounds = 90
const members = 3
const lagging = 'coplane_slow_consumers'

export const slowReader: Scenario = {
  id: 'STR17',
  sentence:
    'a reader that stops is spared what it cannot take and brought up to date in place: others miss nothing, and the ledger balances to the frame',
  timeoutMs: 60_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const proxy = await stage.proxy()
    const [writer, witness] = [await stage.sdk(room), await stage.raw(room)]
    const reader = await stage.sdk(room, proxy)
    writer.room.nodes.create({ id: 'n', type: 'service' })
    await stage.until('all are in', () => reader.room.nodes.has('n') && writer.isSaved)
    const before = await ledgerOf(stage)
    const first = witness.all(FrameType.tick).length

    proxy.newest.down.pause()
    let round = 0
    const write = async (): Promise<void> => {
      writer.room.nodes.update('n', { data: { load: `${++round}${load}` } })
      await stage.until('the witness has it', () => witness.all(FrameType.tick).length - first >= round)
    }
    for (let index = 0; index < rounds; index++) await write()
    await stage.until('the reader lags', async () => (await stage.server.metric(lagging)) === 1)

    proxy.newest.down.resume()
    await stage.until('it is brought up to date', async () => (await stage.server.metric(lagging)) === 0)
    await write()
    await stage.until(
      'the reader has it',
      () => reader.room.nodes.get('n')?.data['load'] === `${round}${load}`,
    )
    const after = await ledgerOf(stage)
    const spared = after.spared - before.spared
    stage.same(
      (after.published - before.published) * members,
      after.delivered - before.delivered + spared,
      'frames published for three members, and delivered or spared',
    )
    stage.check(spared > 0, 'the reader was spared something')
    stage.same(after.lost - before.lost, 0, 'frames that were lost')
    stage.note(`${spared} of ${after.published - before.published} frames spared`)
    await agree(stage, room, [
      { whose: 'the reader', doc: reader.room.doc },
      { whose: 'the writer', doc: writer.room.doc },
      { whose: 'the witness', doc: witness.doc },
    ])
    stage.same([reader.resumed, reader.room.stats().gaps], [0, 0], 'returns and gaps of the reader')
    stage.same([writer.resumed, writer.room.stats().gaps], [0, 0], 'returns and gaps of the writer')
    const seqs = witness.all(FrameType.tick).map(({ seq }) => seq)
    stage.same(
      seqs.filter((seq, index) => seq !== seqs[0]! + index),
      [],
      'gaps in what the witness got',
    )
    stage.held.edits += round
  },
}

interface Ledger {
  readonly published: number
  readonly delivered: number
  readonly spared: number
  readonly lost: number
}

async function ledgerOf({ server }: Stage): Promise<Ledger> {
  const metrics = await server.metrics()
  const total = (name: string): number => metrics.get(`coplane_${name}`) ?? 0
  return {
    published: total('frames_published_total'),
    delivered: total('frame_deliveries_total'),
    spared: total('frames_dropped_total{reason="lag"}'),
    lost: total('frames_dropped_total{reason="limit"}') + total('frames_dropped_total{reason="closed"}'),
  }
}
