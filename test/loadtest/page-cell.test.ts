import { expect, test } from 'vitest'
import { readLoadOptions } from '../../loadtest/scenario/load-options.ts'
import { pageReport, pageUrl, readPageCells } from '../../loadtest/scenario/page-cell.ts'
import { pageFigures } from '../../loadtest/scenario/page-figures.ts'

/** `1000x300` is 1,000 nodes and 300 sessions. */
function cells(grid: string): ReturnType<typeof readLoadOptions>['cells'] {
  return readLoadOptions({ GRID: grid }, { grid, holdSeconds: 1 }).cells
}

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
  const all = readPageCells({}, cells('100x1000,500x1000,1000x1000,2000x1000,10000x1000'))
  expect(all).toHaveLength(2 * 5 * 2)
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  const some = readPageCells({ PAGES: 'demo', VIEWS: 'fit, near', CULLING: 'off' }, cells('100x300,1000x300'))
  expect(some.map(({ name }) => name)).toEqual([
    'demo_n100_s300_fit_whole',
    'demo_n100_s300_whole',
    'demo_n1000_s300_fit_whole',
    'demo_n1000_s300_whole',
  ])
})

test('[FPS7] a variable that is not usable is named in one sentence', () => {
  const some = cells('100x100')
  expect(() => readPageCells({ PAGES: 'konva' }, some)).toThrow('PAGES=konva is not usable')
  expect(() => readPageCells({ VIEWS: 'far' }, some)).toThrow('VIEWS=far is not usable')
  expect(() => readPageCells({ CULLING: 'on,yes' }, some)).toThrow('CULLING=yes is not usable')
})

test('[FPS8] a page is opened in the room of its cell, as its cell wants it to look', () => {
  const [near, all] = readPageCells({ PAGES: 'demo,react-flow', CULLING: 'off' }, cells('100x100'))
  expect(pageUrl(near!, 'http://host:1', 'a b')).toBe('http://host:1/rooms/a%20b?view=near&culling=0')
  expect(pageUrl(all!, 'http://host:1', 'a b')).toBe(
    'http://host:1/examples/react-flow/?room=a%20b&view=near&culling=0',
  )
})

test('[FPS9] a page as people use it has a floor and goals; what shows the price of no culling has none', () => {
  const [bound, free] = readPageCells({ PAGES: 'demo' }, cells('1000x1000'))
  const held = (fps: readonly [number, number]): string[] =>
    pageReport(bound!, showing(fps)).verdicts.map(({ kind, what, held: is }) => `${kind} ${what} ${is}`)
  expect(held([60, 60])).toEqual(['floor FPS P50 true', 'goal FPS P50 true', 'goal FPS P5 true'])
  expect(held([60, 29])).toEqual(['floor FPS P50 false', 'goal FPS P50 false', 'goal FPS P5 false'])
  expect(held([40, 40])).toEqual(['floor FPS P50 true', 'goal FPS P50 false', 'goal FPS P5 true'])
  expect(pageReport(free!, showing([1, 1])).verdicts).toEqual([])
  const [many] = readPageCells({ PAGES: 'demo' }, cells('10000x1000'))
  expect(pageReport(many!, showing([1, 1])).verdicts).toEqual([])
})
