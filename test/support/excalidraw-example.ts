import { join } from 'node:path'
import { build, preview, type PreviewServer } from 'vite'
import { temporaryDirectory } from './coplane-process.ts'

const root = join(import.meta.dirname, '../../client-sdk/examples/excalidraw')
const configFile = join(root, 'vite.config.ts')

/** The Excalidraw example, built as its script builds it and served in front of a Coplane server. */
export class ExcalidrawExample {
  readonly url: string
  private readonly server: PreviewServer
  private readonly folder: ReturnType<typeof temporaryDirectory>

  private constructor(server: PreviewServer, folder: ReturnType<typeof temporaryDirectory>) {
    this.server = server
    this.folder = folder
    this.url = server.resolvedUrls!.local[0]!
  }

  static async serve(coplaneUrl: string): Promise<ExcalidrawExample> {
    const folder = temporaryDirectory()
    const shared = {
      root,
      configFile,
      logLevel: 'silent',
      build: { outDir: folder.path, emptyOutDir: true },
    } as const
    await build(shared)
    const proxy = { '/v1': { target: coplaneUrl, ws: true } }
    const server = await preview({ ...shared, preview: { host: '127.0.0.1', port: 0, proxy } })
    return new ExcalidrawExample(server, folder)
  }

  async close(): Promise<void> {
    await this.server.close()
    this.folder.remove()
  }
}
