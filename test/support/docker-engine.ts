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

export class DockerEngine implements ContainerEngine {
  readonly name = 'docker'
  #started = 0

  async build(context: string, image: string): Promise<void> {
    await run('docker', ['build', '--tag', image, context])
  }

  async inspect(image: string): Promise<ImageFacts> {
    const [found] = JSON.parse(await run('docker', ['image', 'inspect', image])) as [
      { Size: number; Config: ImageConfig },
    ]
    return imageFacts(found.Config, found.Size)
  }

  async removeImage(image: string): Promise<void> {
    await run('docker', ['image', 'rm', image])
  }

  /** A named volume takes its owner from the image's own /data. */
  async createVolume(): Promise<Volume> {
    const source = (await run('docker', ['volume', 'create'])).trim()
    return {
      source,
      remove: async () => {
        await run('docker', ['volume', 'rm', source])
      },
    }
  }

  start(image: string, volume: Volume, env: Readonly<Record<string, string>>): Promise<Container> {
    this.#started += 1
    const name = `coplane-test-${process.pid}-${this.#started}`
    const publish = ['--publish', '127.0.0.1::8080', '--volume', `${volume.source}:/data`]
    const settings = Object.entries(env).flatMap(([variable, value]) => ['--env', `${variable}=${value}`])
    const server = new RunningProcess('docker', [
      'run',
      '--rm',
      '--name',
      name,
      ...publish,
      ...settings,
      image,
    ])
    return Promise.resolve({
      origin: async () => `http://${(await run('docker', ['port', name, '8080/tcp'])).trim()}`,
      line: (pattern, timeoutMs) => server.line(pattern, timeoutMs),
      uid: async () => uidOf(await run('docker', ['exec', name, 'cat', '/proc/1/status'])),
      exec: (command) => run('docker', ['exec', name, ...command]),
      stop: async () => {
        await run('docker', ['kill', '--signal', 'SIGTERM', name])
        return server.exitCode
      },
      exitCode: server.exitCode,
      get output() {
        return server.output
      },
      remove: async () => {
        if (!server.ended) await run('docker', ['rm', '--force', name])
        await server.exitCode
      },
    })
  }
}
