import { expect, test } from 'vitest'
import { type MemberCounts, makeLedger } from '../../loadtest/run/cell-ledger.ts'
import { parseMetrics } from '../../loadtest/run/prometheus-text.ts'
import { serverCounts, type ServerCounts } from '../../loadtest/run/server-counts.ts'

const server: ServerCounts = {
  frames: 1_000,
  documentTicks: 400,
  eventTicks: 30,
  liveFrames: 500,
  skipped: 0,
  liveSkipped: 7,
  lost: 0,
}
const half: MemberCounts = {
  frames: 500,
  documentTicks: 200,
  eventTicks: 15,
  liveFrames: 250,
  gaps: 0,
  eventGaps: 0,
}

test('[LT10] the ledger agrees when all members together counted what the server says that it sent', () => {
  const ledger = makeLedger(server, [half, half])
  expect(ledger.agrees).toBe(true)
  expect(ledger.document).toEqual({ sent: 400, skipped: 0, received: 400, gaps: 0 })
  expect(ledger.event).toEqual({ sent: 30, skipped: 0, received: 30, gaps: 0 })
  expect(ledger.live).toEqual({ sent: 500, skipped: 7, received: 500, gaps: 0 })
})

test.each(['frames', 'documentTicks', 'eventTicks', 'liveFrames'] as const)(
  '[LT11] one frame more or less in %s and the ledger does not agree',
  (name) => {
    for (const off of [-1, 1])
      expect(makeLedger(server, [half, { ...half, [name]: half[name] + off }]).agrees).toBe(false)
  },
)

test('[LT12] a frame that the transport dropped is missing once, in whatever lane, and no more', () => {
  const lossy = { ...server, lost: 1 }
  const short = { ...half, frames: half.frames - 1, documentTicks: half.documentTicks - 1, gaps: 1 }
  expect(makeLedger(lossy, [half, short]).agrees).toBe(true)
  expect(makeLedger(lossy, [half, short]).document.gaps).toBe(1)
  expect(makeLedger(lossy, [half, half]).agrees).toBe(false)
  expect(makeLedger(lossy, [short, short]).agrees).toBe(false)
})

test('[LT13] a load without events has no event lane', () => {
  const { event } = makeLedger({ ...server, eventTicks: 0 }, [{ ...half, eventTicks: 0 }])
  expect(event).toBeUndefined()
})

test('[LT14] what the server sent is the rise of its counters between two looks', () => {
  const page = (deliveries: number, sent: number, lag: number): string =>
    [
      '# HELP coplane_frame_deliveries_total Published frames times subscribed members.',
      '# TYPE coplane_frame_deliveries_total counter',
      `coplane_frame_deliveries_total ${deliveries}`,
      `coplane_frames_sent_total ${sent}`,
      'coplane_document_deliveries_total 4',
      `coplane_frames_dropped_total{reason="lag"} ${lag}`,
    ].join('\n')
  expect(serverCounts(parseMetrics(page(10, 5, 0)), parseMetrics(page(110, 25, 3)))).toEqual({
    frames: 120,
    documentTicks: 0,
    eventTicks: 0,
    liveFrames: 0,
    skipped: 3,
    liveSkipped: 0,
    lost: 0,
  })
})
