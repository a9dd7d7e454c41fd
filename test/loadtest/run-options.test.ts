import { expect, test } from 'vitest'
import { CannotRun } from '../../loadtest/run/cannot-run.ts'
import { isEnough } from '../../loadtest/run/k6-binary.ts'
import { parseOptions } from '../../loadtest/run/options.ts'
import { plan } from '../../loadtest/run/plan.ts'
import { checkDescriptors } from '../../loadtest/run/preflight.ts'

test('[LT40] options become variables of the script; what is not given is left to the scenario', () => {
  const options = parseOptions([
    'grid',
    '--grid',
    '10x20',
    '--hold',
    '3',
    '--set',
    'SOCKETS_PER_VU=10',
    '--tick-min',
    '33',
  ])
  expect(options).toMatchObject({
    scenario: 'grid',
    variables: { GRID: '10x20', HOLD_S: '3', SOCKETS_PER_VU: '10' },
    serverSettings: { COPLANE_TICK_MIN_MS: '33' },
    oracles: 2,
    url: undefined,
    out: 'loadtest/results/grid.json',
    html: 'loadtest/results/grid.html',
  })
  expect(parseOptions(['--help'])).toBeUndefined()
  expect(parseOptions(['soak', '--url', 'http://127.0.0.1:8080/x', '--out', 'a.json'])).toMatchObject({
    url: 'ws://127.0.0.1:8080',
    html: 'a.html',
  })
})

test.each([
  [[], 'no scenario was named'],
  [['gird'], '"gird" is no scenario: choose one of grid'],
  [['grid', 'soak'], '"grid soak" is no scenario'],
  [['grid', '--gird', '1x1'], "Unknown option '--gird'"],
  [['grid', '--set', 'lower=1'], '--set lower=1 is not usable'],
  [['grid', '--tick-min', '0'], '--tick-min 0 is not usable'],
  [['grid', '--oracles', 'two'], '--oracles two is not usable'],
  [['grid', '--placement', 'here'], '--placement here is not usable'],
  [['grid', '--url', 'localhost'], '--url localhost is not usable'],
])('[LT41] %j is answered with one sentence', (args, sentence) => {
  expect(() => parseOptions(args)).toThrow(CannotRun)
  expect(() => parseOptions(args)).toThrow(sentence)
})

test('[LT42] every cell of the grid is a run of k6 by itself', () => {
  const steps = plan({ scenario: 'grid', variables: { GRID: '10x20,30x40', ROOMS: '2' } })
  expect(steps.map(({ facts, variables }) => [facts.name, facts.rooms, variables['GRID']])).toEqual([
    ['n10_s20', 2, '10x20'],
    ['n30_s40', 2, '30x40'],
  ])
  expect(plan({ scenario: 'grid', variables: {} })).toHaveLength(9)
})

test('[LT43] the network scenario plays the same cell both ways, under names that differ', () => {
  const steps = plan({ scenario: 'network', variables: { GRID: '10x20' } })
  expect(steps.map(({ facts, way, variables }) => [facts.name, way, variables['NETWORK']])).toEqual([
    ['n10_s20', 'loopback', 'good'],
    ['n10_s20_bad-network', 'bad-network', 'bad'],
  ])
})

test('[FPS12] every page that a browser looks at is a run of k6 by itself, with a room of its own name', () => {
  const steps = plan({ scenario: 'fps', variables: { GRID: '10x20', PAGES: 'demo', VIEWS: 'near,fit' } })
  expect(steps.map(({ facts, cell }) => [facts.name, cell.name])).toEqual([
    ['demo_n10_s20', 'demo_n10_s20'],
    ['demo_n10_s20_whole', 'demo_n10_s20_whole'],
    ['demo_n10_s20_fit', 'demo_n10_s20_fit'],
    ['demo_n10_s20_fit_whole', 'demo_n10_s20_fit_whole'],
  ])
  expect(steps[1]!.variables).toMatchObject({ GRID: '10x20', PAGES: 'demo', VIEWS: 'near', CULLING: 'off' })
  expect(() => plan({ scenario: 'fps', variables: { PAGES: 'konva' } })).toThrow(CannotRun)
})

test('[LT44] a variable that no script can use is told before anything is started', () => {
  expect(() => plan({ scenario: 'grid', variables: { GRID: 'large' } })).toThrow(CannotRun)
  expect(() => plan({ scenario: 'grid', variables: { HOLD_S: 'long' } })).toThrow('HOLD_S=long is not usable')
})

test('[LT45] too few file descriptors are told with the number that is needed', () => {
  expect(() => checkDescriptors(1_000, 1_024)).toThrow('raise it with ulimit -n 1128')
  expect(() => checkDescriptors(1_000, 1_128)).not.toThrow()
  expect(() => checkDescriptors(1_000, Infinity)).not.toThrow()
})

test('[LT46] k6 2.2.0 and everything newer will do', () => {
  expect(['2.2.0', '2.2.1', '2.10.0', '3.0.0'].every(isEnough)).toBe(true)
  expect(['2.1.9', '1.8.1', '0.57.0', '2'].some(isEnough)).toBe(false)
})
