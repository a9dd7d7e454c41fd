import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { countersName, instrument } from './instrument.ts'

const root = join(import.meta.dirname, '../../..')

/** The targets and all they run through, in one file that counts its branches. */
export interface Compiled {
  readonly folder: string
  readonly worker: string
  readonly branches: number
}

export async function compile(): Promise<Compiled> {
  const folder = mkdtempSync(join(tmpdir(), 'coplane-fuzz-'))
  const counted = instrument((file) =>
    /\/(server|client-sdk)\/src\/|\/node_modules\/(yjs|lib0|y-protocols)\//.test(file),
  )
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [counted.plugin],
    resolve: {
      alias: [
        {
          find: /^@coplane\/client\/(model|protocol)\/(.*)$/,
          replacement: `${root}/client-sdk/src/$1/$2.ts`,
        },
      ],
    },
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, 'worker.ts'),
      outDir: folder,
      target: 'node20',
      minify: false,
      rollupOptions: {
        output: {
          entryFileNames: 'worker.mjs',
          banner: `globalThis.${countersName} = new Uint8Array(${mostBranches});`,
        },
      },
    },
  })
  const branches = counted.count()
  if (branches > mostBranches) throw new Error(`${branches} branches need more than ${mostBranches} counters`)
  return { folder, worker: join(folder, 'worker.mjs'), branches }
}

const mostBranches = 16_384
