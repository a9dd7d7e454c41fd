import { openRoom, type Room, type Schema } from '../../client-sdk/dist/index.js'
import type { SeededRandom } from '../support/sim/seeded-random.ts'
import { AuthorLedger, type Deed } from './author-ledger.ts'
import { until } from '../support/until.ts'
import { noteKeys, noteOf, type RoomLedger } from './room-ledger.ts'

const schema: Schema = {
  version: 1,
  nodes: { note: { data: { [noteKeys.words]: { merge: 'text' } } } },
}

/** A person with a page open: the real SDK over a real socket, and a ledger of what was done and what was called saved. */
export class Author {
  readonly ledger: AuthorLedger
  readonly room: Room
  /** Nothing that authors do may be refused: whatever is, is a fault. */
  readonly refusals: string[] = []
  private readonly all: RoomLedger
  private readonly random: SeededRandom
  private readonly cards: string[] = []
  private readonly frames: string[] = []
  private done = 0

  constructor(url: string, room: RoomLedger, random: SeededRandom) {
    this.all = room
    this.random = random
    const name = `${room.name}.${room.authors.length}`
    this.ledger = new AuthorLedger(name)
    room.authors.push(this.ledger)
    this.room = openRoom(url, { profile: { name }, schema })
    this.room.onReject(({ message }) => this.refusals.push(message))
    this.room.onStatus(() => this.listen())
    this.room.nodes.create({ id: noteOf(name), type: 'note', data: { [noteKeys.words]: '' } })
    this.wrote({ did: 'make', id: noteOf(name) })
  }

  /** Takes down what the SDK calls saved by now. */
  listen(): void {
    this.ledger.heard(this.room.sync, performance.now())
  }

  /** Does something, drawn by chance. */
  edit(): void {
    this.done++
    const dice = this.random.next()
    if (dice < 0.35) this.count()
    else if (dice < 0.6) this.write()
    else if (dice < 0.75) this.make()
    else if (dice < 0.85) this.link()
    else if (dice < 0.93) this.remove()
    else this.arrange()
    this.listen()
  }

  count(): void {
    const value = ++this.done
    this.room.nodes.update(noteOf(this.ledger.name), { data: { [noteKeys.count]: value } })
    this.wrote({ did: 'count', value })
  }

  /** Writes that many characters over those of before, so that the log grows and the document does not. */
  load(characters: number): void {
    const id = `load-${this.all.name}`
    const data = { load: `${this.ledger.name} ${++this.done} `.padEnd(characters, '.') }
    if (!this.room.nodes.update(id, { data })) this.room.nodes.create({ id, type: 'load', data })
    this.wrote({ did: 'make', id })
  }

  /** Resolves when everything is called saved, or the page is closed. */
  async saved(): Promise<void> {
    await until('saved', () => {
      this.listen()
      return this.ledger.unsavedEdits === 0 || this.room.status === 'closed'
    })
  }

  close(): void {
    this.listen()
    this.room.close()
  }

  /** A word into anybody's text: their own, or one that others write in at the same time. */
  private write(): void {
    const text = this.room.nodes.text(noteOf(this.random.pick(this.all.authors)!.name), noteKeys.words)
    if (!text) return
    const word = `${this.ledger.name}:${this.done}`
    text.insert(text.length, `${word} `)
    this.wrote({ did: 'word', word })
  }

  private make(): void {
    const isFrame = this.random.chance(0.3)
    const id = `${isFrame ? 'frame' : 'card'}-${this.ledger.name}-${this.done}`
    const parent = this.random.chance(0.5) ? this.anyFrame() : ''
    this.room.nodes.create({ id, type: isFrame ? 'frame' : 'card', x: this.done, parent })
    if (isFrame) this.all.frames.push(id)
    ;(isFrame ? this.frames : this.cards).push(id)
    this.all.made.push(id)
    this.wrote({ did: 'make', id })
  }

  /** Between any two nodes that ever were: an end that is gone meanwhile takes the edge with it. */
  private link(): void {
    const [from, to] = [this.random.pick(this.all.made), this.random.pick(this.all.made)]
    if (from === undefined || to === undefined) return
    this.room.edges.create({ source: [from, 'out'], target: [to, 'in'] })
    this.wrote({ did: 'other' })
  }

  /** Frames are dissolved, so that what others put into one at the same time loses its parent; cards go. */
  private remove(): void {
    const isFrame = this.random.chance(0.4)
    const from = isFrame ? this.frames : this.cards
    const [id] = from.splice(this.random.below(from.length), 1)
    if (id === undefined) return
    if (isFrame) this.room.nodes.ungroup(id)
    else this.room.nodes.remove(id)
    this.wrote({ did: 'remove', id })
  }

  /** Anybody's frames into anybody's: two authors at once can make a cycle, which the server cuts. */
  private arrange(): void {
    this.room.nodes.update(this.anyFrame(), { parent: this.anyFrame() })
    this.wrote({ did: 'other' })
  }

  private anyFrame(): string {
    return this.random.pick(this.all.frames) ?? ''
  }

  private wrote(deed: Deed): void {
    this.ledger.wrote(deed, this.room.sync)
  }
}
