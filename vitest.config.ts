import { defineConfig } from 'vitest/config'

// Workspace packages are tested from their sources; the e2e project runs what `npm run build` made.
const fromSource = {
  alias: [
    {
      find: /^@coplane\/client\/(model|protocol)\/(.*)$/,
      replacement: `${import.meta.dirname}/client-sdk/src/$1/$2.ts`,
    },
    { find: /^@coplane\/client$/, replacement: `${import.meta.dirname}/client-sdk/src/index.ts` },
    { find: /^#websocket$/, replacement: `${import.meta.dirname}/client-sdk/src/websocket-node.ts` },
  ],
}

export default defineConfig({
  test: {
    projects: [
      {
        resolve: fromSource,
        test: {
          name: 'unit',
          include: ['test/{protocol,client-sdk,server,store,meta,loadtest}/**/*.test.ts'],
        },
      },
      { resolve: fromSource, test: { name: 'sim', include: ['test/sim/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // Real servers and a browser share two cores: one file at a time keeps their timing honest.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'bench',
          include: ['test/bench/**/*.bench.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
