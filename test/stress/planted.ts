import type { Scenario } from './scenario.ts'

/** What must fail, for the test that failures are told: `npm run stress -- --also test/stress/planted.ts --only planted`. */
export const scenarios: readonly Scenario[] = [
  {
    id: 'STR-planted-1',
    sentence: 'planted: this one holds',
    run: async (stage) => {
      const { room } = await stage.sdk(stage.roomName())
      stage.same(room.status, 'connected', 'its status')
    },
  },
  {
    id: 'STR-planted-2',
    sentence: 'planted: an event that nobody sent is heard',
    run: async (stage) => {
      const { events } = await stage.sdk(stage.roomName())
      await stage.until('the event', () => events.length > 0, 200)
    },
  },
  {
    id: 'STR-planted-3',
    sentence: 'planted: a scenario that never ends',
    timeoutMs: 300,
    run: () => new Promise(() => undefined),
  },
]
