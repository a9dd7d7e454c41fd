import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { run } from '../../loadtest/driver/command.ts'
import {
  type Container,
  type ContainerEngine,
  type ImageConfig,
  type ImageFacts,
  imageFacts,
  uidOf,
  type Volume,
} from './container-engine.ts'
import { RunningProcess } from '../../loadtest/driver/running-process.ts'

/**
 * For machines without an engine, and for kernels that refuse `podman run` its limits or groups: images are built and
 * run in a plain chroot. All of it is kept in a store of its own below the user's cache folder, so that cleaning up,
 * which vfs needs by the gigabyte, touches nobody else's images.
 */
export class BuildahEngine implements ContainerEngine {
  readonly name = 'buildah'
  readonly #store: string[]

  constructor() {
    const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'coplane', 'containers')
    this.#store = [
      '--root',
      join(folder, 'storage'),
      '--runroot',
      join(folder, 'run'),
      '--storage-driver',
      'vfs',
    ]
  }

  async build(context: string, image: string): Promise<void> {
    await run(join(import.meta.dirname, 'image-base.sh'), this.#store)
    // Only Docker's image format has health checks. Without layers, vfs copies each stage once and not each step.
    const options = [
      '--isolation=chroot',
      '--network=host',
      '--format=docker',
      '--layers=false',
      '--force-rm',
    ]
    await run('podman', [...this.#store, 'build', ...options, '--tag', image, context])
  }

  async inspect(image: string): Promise<ImageFacts> {
    const { Docker } = JSON.parse(await this.#buildah('inspect', '--type', 'image', image)) as {
      Docker: { config: ImageConfig }
    }
    const [{ Size }] = JSON.parse(await run('podman', [...this.#store, 'image', 'inspect', image])) as [
      { Size: number },
    ]
    return imageFacts(Docker.config, Size)
  }

  async removeImage(image: string): Promise<void> {
    await this.#buildah('rmi', image)
    await this.#buildah('rmi', '--prune')
  }

  async createVolume(): Promise<Volume> {
    const source = await mkdtemp(join(tmpdir(), 'coplane-data-'))
    await chown(source, 1000, 1000)
    return { source, remove: () => rm(source, { recursive: true }) }
  }

  async start(image: string, volume: Volume, env: Readonly<Record<string, string>>): Promise<Container> {
    const { command } = await this.inspect(image)
    // The container has the host's network, where the image's own port may be taken.
    const port = await freePort()
    const name = (await this.#buildah('from', '--pull-never', image)).trim()
    // buildah lays an empty folder of its own over whatever is mounted where the image declares a volume.
    await this.#buildah('config', '--volume', '/data-', name)
    const surroundings = [
      '--network',
      'host',
      '--env',
      `COPLANE_PORT=${port}`,
      ...Object.entries(env).flatMap(([variable, value]) => ['--env', `${variable}=${value}`]),
      '--volume',
      `${volume.source}:/data`,
    ]
    const inside = (what: string[]): string[] => {
      return [...this.#store, 'run', '--isolation', 'chroot', ...surroundings, name, '--', ...what]
    }
    const server = new RunningProcess('buildah', inside(command))
    return {
      origin: () => Promise.resolve(`http://127.0.0.1:${port}`),
      line: (pattern, timeoutMs) => server.line(pattern, timeoutMs),
      uid: async () => uidOf(await readFile(`/proc/${await containedPid(server.pid)}/status`, 'utf8')),
      exec: (what) => run('buildah', inside(what)),
      stop: async () => {
        // Not by way of buildah, which kills what it runs when it is told to stop.
        process.kill(await containedPid(server.pid), 'SIGTERM')
        return server.exitCode
      },
      exitCode: server.exitCode,
      get output() {
        return server.output
      },
      remove: async () => {
        server.terminate()
        await server.exitCode
        await this.#buildah('rm', name)
      },
    }
  }

  #buildah(...args: string[]): Promise<string> {
    return run('buildah', [...this.#store, ...args])
  }
}

/** buildah runs a command below processes of its own: the first descendant of another name is the command. */
async function containedPid(buildahPid: number): Promise<number> {
  const childOf = new Map<number, number>()
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    // A process may be gone by now.
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '')
    // The name, in brackets, may hold blanks and brackets of its own; the state and the parent follow it.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    childOf.set(parent, Number(entry))
  }
  let pid: number | undefined = buildahPid
  while (pid !== undefined && basename(await firstArgument(pid)).startsWith('buildah')) pid = childOf.get(pid)
  if (pid === undefined) throw new Error(`process ${buildahPid} runs no command`)
  return pid
}

async function firstArgument(pid: number): Promise<string> {
  const [first = ''] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
  return first
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('the listening socket has no port'))
      })
    })
  })
}
