import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const source = (file: string): string => fileURLToPath(new URL(`../../src/${file}`, import.meta.url))

export default defineConfig({
  base: '/examples/konva/',
  resolve: {
    // Built from the SDK's source, as the demo is. An application of your own needs none of this.
    alias: [
      { find: /^@coplane\/client$/, replacement: source('index.ts') },
      { find: /^@coplane\/client\/([a-z-]+)$/, replacement: source('$1/index.ts') },
      { find: '#websocket', replacement: source('websocket-browser.ts') },
    ],
  },
  build: {
    target: 'es2022',
    // Into the folder that the server serves; the demo, which empties it, is built before.
    outDir: fileURLToPath(new URL('../../demo/dist/examples/konva', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/v1': { target: 'ws://localhost:8080', ws: true } } },
})
