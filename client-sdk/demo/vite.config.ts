import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const source = (file: string): string => fileURLToPath(new URL(`../src/${file}`, import.meta.url))

export default defineConfig({
  // The server serves one page at `/` and at `/rooms/<name>`, so assets are addressed from the root.
  base: '/',
  resolve: {
    // Built from the SDK's source: the page never runs an older SDK than the server beside it.
    alias: [
      { find: /^@coplane\/client$/, replacement: source('index.ts') },
      { find: /^@coplane\/client\/([a-z-]+)$/, replacement: source('$1/index.ts') },
      { find: '#websocket', replacement: source('websocket-browser.ts') },
    ],
  },
  build: {
    target: 'es2022',
    // Everything is a file under /assets/, so that a strict content security policy needs no `data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/v1': { target: 'ws://localhost:8080', ws: true } } },
})
