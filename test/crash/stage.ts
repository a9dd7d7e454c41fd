import { watch, type FSWatcher } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { connect, type Room } from '../../client-sdk/dist/index.js'
import { freePort } from '../../loadtest/driver/free-port.ts'
import type { RunningProcess } from '../../loadtest/driver/running-process.ts'
import { CoplaneProcess, spawnCoplane, temporaryDirectory } from '../support/coplane-process.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'
import { Author } from './author.ts'
import { RoomLedger } from './room-ledger.ts'

const busyRooms = ['plan', 'map', 'board']
const authorsPerRoom = 3
const editEveryMs = 20
/** Writes that follow each other closely are told as one: the last of a burst may never be heard. */
const walPatienceMs = 300

/** What a run is about: a data directory, the server that has it, rooms, and those who edit them all the time. */
export class Stage {
  readonly random: SeededRandom
  readonly data = temporaryDirectory()
  readonly rooms = new Map<string, RoomLedger>()
  readonly authors: Author[] = []
  /** Those who only come by. They are closed with every kill. */
  readonly visitors = new Set<Author>()
  server: CoplaneProcess | undefined
  kills = 0
  private readonly env: Readonly<Record<string, string>>
  private readonly url: string
  private readonly watcher: FSWatcher
  private readonly onWalWrite = new Set<() => void>()
  private editing: NodeJS.Timeout | undefined
  private running: RunningProcess | undefined

  private constructor(seed: number, port: number) {
    this.random = new SeededRandom(seed)
    this.url = `ws://127.0.0.1:${port}/v1/rooms/`
    this.env = {
      COPLANE_DATA_DIR: this.data.path,
      COPLANE_PORT: String(port),
      // The least there is, so that rooms have to leave memory and are loaded again.
      COPLANE_IDLE_CACHE_MB: '1',
      // A drain is to be met in all its parts, and not while it waits for a load balancer.
      COPLANE_DRAIN_WAIT_MS: '0',
      COPLANE_DRAIN_SPREAD_MS: '300',
      COPLANE_LOG_LEVEL: 'warn',
    }
    this.watcher = watch(this.data.path, (_event, file) => {
      if (file === 'coplane.db-wal') for (const wrote of this.onWalWrite) wrote()
    })
  }

  static async open(seed: number): Promise<Stage> {
    const stage = new Stage(seed, await freePort())
    await stage.start()
    for (const name of busyRooms)
      for (let index = 0; index < authorsPerRoom; index++) stage.authors.push(stage.author(name))
    stage.resume()
    return stage
  }

  /** Everybody who has a page open. */
  *pages(): Generator<Author> {
    yield* this.authors
    yield* this.visitors
  }

  room(name: string): RoomLedger {
    let room = this.rooms.get(name)
    if (!room) this.rooms.set(name, (room = new RoomLedger(name)))
    return room
  }

  roomUrl(name: string): string {
    return this.url + encodeURIComponent(name)
  }

  author(room: string): Author {
    return new Author(this.roomUrl(room), this.room(room), this.random)
  }

  visit(room: string): Author {
    const visitor = this.author(room)
    this.visitors.add(visitor)
    return visitor
  }

  leave(visitor: Author): void {
    if (this.visitors.delete(visitor)) visitor.close()
  }

  async start(): Promise<void> {
    this.server = await CoplaneProcess.start(this.env)
    this.running = this.server.process
  }

  /** Starts a server without waiting until it listens: it is to be killed before, or soon after. */
  startUnseen(): void {
    this.server = undefined
    this.running = spawnCoplane(this.env)
  }

  /** Resolves within the callback that hears of the `count`th write to the log, or when there was none for long. */
  walWrites(count: number): Promise<void> {
    return new Promise((resolve) => {
      let left = count
      const end = (): void => {
        clearTimeout(timer)
        this.onWalWrite.delete(wrote)
        resolve()
      }
      const wrote = (): void => {
        if (--left === 0) end()
      }
      const timer = setTimeout(end, walPatienceMs)
      this.onWalWrite.add(wrote)
    })
  }

  /** SIGKILL. Resolves when the process is gone and every page has heard all that it had said. */
  async kill(): Promise<void> {
    const { running } = this
    if (!running) return
    if (!running.ended) {
      running.signal('SIGKILL')
      this.kills++
    }
    await running.exitCode
    while ([...this.pages()].some(({ room }) => room.status === 'connected')) await pause(1)
    for (const visitor of this.visitors) visitor.close()
    this.visitors.clear()
    for (const author of this.authors) author.listen()
  }

  /** A page that only reads, with all of the room's content. */
  reader(name: string): Promise<Room> {
    return connect(this.roomUrl(name))
  }

  /** The authors rest. */
  pause(): void {
    clearInterval(this.editing)
  }

  resume(): void {
    this.pause()
    this.editing = setInterval(() => {
      for (const author of this.authors) author.edit()
    }, editEveryMs)
  }

  /** SIGTERM, after which all is on disk. @throws Error when it does not end well. */
  async stop(): Promise<void> {
    const code = await this.server?.stop()
    if (code !== 0) throw new Error(`the server ended with ${code}:\n${this.server?.process.output}`)
  }

  async close(): Promise<void> {
    this.pause()
    this.watcher.close()
    for (const page of this.pages()) page.room.close()
    this.running?.signal('SIGKILL')
    await this.running?.exitCode
    this.data.remove()
  }
}
