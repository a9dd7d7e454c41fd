import { cpSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const source = (file: string): string => fileURLToPath(new URL(`../../src/${file}`, import.meta.url))

/** Excalidraw loads its fonts by address, from its authors' servers unless the page brings them along. */
function fonts(): Plugin {
  const folder = fileURLToPath(new URL('fonts', import.meta.resolve('@excalidraw/excalidraw')))
  let outDir = ''
  return {
    name: 'excalidraw-fonts',
    configResolved: (config) => void (outDir = resolve(config.root, config.build.outDir)),
    closeBundle: () => cpSync(folder, resolve(outDir, 'fonts'), { recursive: true }),
  }
}

export default defineConfig({
  plugins: [react(), fonts()],
  resolve: {
    // Built from the SDK's source, as the demo is. An application of your own needs none of this.
    alias: [
      { find: /^@coplane\/client$/, replacement: source('index.ts') },
      { find: /^@coplane\/client\/([a-z-]+)$/, replacement: source('$1/index.ts') },
      { find: '#websocket', replacement: source('websocket-browser.ts') },
    ],
  },
  build: { target: 'es2022', chunkSizeWarningLimit: 4_000 },
  preview: { proxy: { '/v1': { target: 'ws://localhost:8080', ws: true } } },
})
