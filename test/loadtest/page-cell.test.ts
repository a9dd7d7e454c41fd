import { expect, test } from 'vitest'
import { pageReport, pageUrl, readPageCells } from '../../loadtest/scenario/page-cell.ts'
import { pageFigures } from '../../loadtest/scenario/page-figures.ts'

/** What a page showed that painted so many frames in each of two seconds. */
function showing(fps: readonly [number, number]): ReturnType<typeof pageFigures> {
  const frames = fps.flatMap((count, second) =>
    Array.from({ length: count }, (_, index) => 1 + second * 1000 + (index * 1000) / count),
  )
  return pageFigures({
    startedMs: 0,
    endedMs: 2_000,
    frames,
    painted: [],
    longTasks: [],
    changeSets: 0,
    liveFrames: 0,
    gaps: 0,
    visibleNodes: 0,
    heapBytes: 0,
    domNodes: 0,
    hidden: false,
  })
}

test('[FPS6] the pages of a run are every combination of what is listed, each with a name of its own', () => {
  const all = readPageCells({})
  expect(all).toHaveLength(2 * 5 * 2)
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  const some = readPageCells({
    PAGES: 'demo',
    NODES: '100, 1000',
    SESSIONS: '300',
    VIEWS: 'fit,near',
    CULLING: 'off',
  })
  expect(some.map(({ name }) => name)).toEqual([
    'demo_n100_s300_fit_whole',
    'demo_n100_s300_whole',
    'demo_n1000_s300_fit_whole',
    'demo_n1000_s300_whole',
  ])
})

test('[FPS7] a variable that is not usable is named in one sentence', () => {
  expect(() => readPageCells({ PAGES: 'konva' })).toThrow('PAGES=konva is not usable')
  expect(() => readPageCells({ NODES: '0' })).toThrow('NODES=0 is not usable')
  expect(() => readPageCells({ SESSIONS: 'many' })).toThrow('SESSIONS=many is not usable')
})

test('[FPS8] a page is opened in the room of its cell, as its cell wants it to look', () => {
  const [near, all] = readPageCells({ PAGES: 'demo,react-flow', NODES: '100', CULLING: 'off' })
  expect(pageUrl(near!, 'http://host:1', 'a b')).toBe('http://host:1/rooms/a%20b?view=near&culling=0')
  expect(pageUrl(all!, 'http://host:1', 'a b')).toBe(
    'http://host:1/examples/react-flow/?room=a%20b&view=near&culling=0',
  )
})

test('[FPS9] a page as people use it has a floor and goals; what shows the price of no culling has none', () => {
  const [bound, free] = readPageCells({ PAGES: 'demo', NODES: '1000' })
  const held = (fps: readonly [number, number]): string[] =>
    pageReport(bound!, showing(fps)).verdicts.map(({ kind, what, held: is }) => `${kind} ${what} ${is}`)
  expect(held([60, 60])).toEqual(['floor FPS P50 true', 'goal FPS P50 true', 'goal FPS P5 true'])
  expect(held([60, 29])).toEqual(['floor FPS P50 false', 'goal FPS P50 false', 'goal FPS P5 false'])
  expect(held([40, 40])).toEqual(['floor FPS P50 true', 'goal FPS P50 false', 'goal FPS P5 true'])
  expect(pageReport(free!, showing([1, 1])).verdicts).toEqual([])
  const [many] = readPageCells({ PAGES: 'demo', NODES: '10000' })
  expect(pageReport(many!, showing([1, 1])).verdicts).toEqual([])
})
