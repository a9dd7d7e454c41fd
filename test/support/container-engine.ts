/** What builds and runs images; `findContainerEngine` picks the one that this machine has. */
export interface ContainerEngine {
  readonly name: string
  build(context: string, image: string): Promise<void>
  inspect(image: string): Promise<ImageFacts>
  removeImage(image: string): Promise<void>
  createVolume(): Promise<Volume>
  /** @param env variables beside those of the image. */
  start(image: string, volume: Volume, env: Readonly<Record<string, string>>): Promise<Container>
}

/** What an image says of itself, so that tests start that and not what they think is in it. */
export interface ImageFacts {
  user: string
  command: string[]
  healthCheck: string[]
  bytes: number
}

/** A folder for /data, owned by uid 1000, that outlives containers. */
export interface Volume {
  source: string
  remove(): Promise<void>
}

export interface Container {
  /** `http://127.0.0.1:<port>`, to be asked for once the server listens. */
  origin(): Promise<string>
  /** The first line of output that matches; rejects when the container ends without it, or when the time is over. */
  line(pattern: RegExp, timeoutMs: number): Promise<string>
  /** The user that the container's first process runs as. */
  uid(): Promise<number>
  /** Runs a command beside the server as the image's user: its output; rejects unless it exits with 0. */
  exec(command: string[]): Promise<string>
  /** Sends SIGTERM to the container's first process, and only to it; resolves with its exit code. */
  stop(): Promise<number>
  /** What it exits with by itself. */
  readonly exitCode: Promise<number>
  readonly output: string
  remove(): Promise<void>
}

/** An image's configuration in Docker's format, as far as the tests read it. */
export interface ImageConfig {
  User?: string
  Entrypoint?: string[] | null
  Cmd?: string[] | null
  Healthcheck?: { Test?: string[] }
}

export function imageFacts(config: ImageConfig, bytes: number): ImageFacts {
  const [how, ...check] = config.Healthcheck?.Test ?? []
  return {
    user: config.User ?? '',
    command: [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])],
    // Anything but CMD would need a shell.
    healthCheck: how === 'CMD' ? check : [],
    bytes,
  }
}

/** The real user id in the text of a /proc/<pid>/status. */
export function uidOf(status: string): number {
  return Number(/^Uid:\s+(\d+)/m.exec(status)?.[1])
}
