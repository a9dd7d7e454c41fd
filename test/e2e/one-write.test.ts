import { execFileSync } from 'node:child_process'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { JoinedRooms } from '../support/joined-rooms.ts'
import { describeUnless } from '../support/requirement.ts'
import { until } from '../support/until.ts'

describeUnless(ssMissing(), 'what the kernel counts', () => {
  let server: CoplaneProcess
  const rooms = new JoinedRooms()
  beforeAll(async () => {
    server = await CoplaneProcess.start({ COPLANE_STORE: 'memory' })
  })
  afterAll(() => server.stop())
  afterEach(() => {
    rooms.closeAll()
  })

  test('[TK10] an author gets its tick and the ack of it in one write', async () => {
    const room = await rooms.join(server.room('one-write'))
    const id = room.nodes.create({ type: 'service', x: 0, y: 0 })
    await until('the first edit is saved', () => room.sync.unsaved === 0)
    const before = await figures()
    for (let x = 1; x <= 100; x++) {
      room.nodes.update(id, { x })
      await until('the edit is saved', () => room.sync.unsaved === 0)
    }
    const after = await figures()
    const ticks = after.ticks - before.ticks
    const frames = after.frames - before.frames
    // Each tick, its ack, and now and then the word that it is saved.
    expect(ticks).toBeGreaterThanOrEqual(50)
    expect(frames).toBeGreaterThanOrEqual(2 * ticks)
    expect(after.segments - before.segments).toBeLessThanOrEqual(frames - ticks * 0.9)
  })

  async function figures(): Promise<Record<'ticks' | 'frames' | 'segments', number>> {
    const metric = async (name: string): Promise<number> => (await server.metric(`coplane_${name}_total`))!
    const frames = (await metric('frame_deliveries')) + (await metric('frames_sent'))
    return { ticks: await metric('ticks'), frames, segments: mostSegments(server.port) }
  }
})

/** TCP segments with data on the connection that got most of them; metrics are read over another. */
function mostSegments(port: number): number {
  const connections = execFileSync('ss', ['-tinH', 'state', 'established', `sport = :${port}`], {
    encoding: 'utf8',
  })
  return Math.max(...Array.from(connections.matchAll(/data_segs_out:(\d+)/g), ([, count]) => Number(count)))
}

function ssMissing(): string | undefined {
  try {
    execFileSync('ss', ['-V'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'there is no ss (apt-get install iproute2)'
  }
}
