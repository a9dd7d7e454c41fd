import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const source = (file: string): string => fileURLToPath(new URL(`../../src/${file}`, import.meta.url))

export default defineConfig({
  base: '/examples/react-flow/',
  plugins: [react()],
  resolve: {
    // Built from the SDK's source, as the demo is. An application of your own needs none of this.
    alias: [
      { find: '@coplane/client/react-flow', replacement: source('react-flow/index.ts') },
      { find: '@coplane/client/react', replacement: source('react/index.ts') },
      { find: '@coplane/client', replacement: source('index.ts') },
      { find: '#websocket', replacement: source('websocket-browser.ts') },
    ],
  },
  build: {
    target: 'es2022',
    // Into the folder that the server serves; the demo, which empties it, is built before.
    outDir: fileURLToPath(new URL('../../demo/dist/examples/react-flow', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // React, React Flow and Yjs, all of which the page needs for its first picture.
    chunkSizeWarningLimit: 800,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/v1': { target: 'ws://localhost:8080', ws: true } } },
})
