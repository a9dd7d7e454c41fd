import type * as Y from 'yjs'
import type { SeededRandom } from '../../support/sim/seeded-random.ts'
import type { SdkMember } from './sdk-member.ts'

type Deed =
  | { readonly is: 'put'; readonly id: string; readonly x: number }
  | { readonly is: 'remove'; readonly id: string }

/**
 * Somebody who edits nodes that nobody else touches, one transaction a deed, and remembers every one: so whatever a server
 * or a replica holds of them must be what was there after some deed, and not before the last one that was called saved.
 */
export class Owner {
  readonly member: SdkMember
  private readonly deeds: Deed[] = []
  private readonly name: string
  private readonly random: SeededRandom
  private readonly alive: string[] = []

  constructor(member: SdkMember, name: string, random: SeededRandom) {
    this.member = member
    this.name = name
    this.random = random
  }

  get edits(): number {
    return this.deeds.length
  }

  /** The deeds that the SDK calls saved: the first so many. */
  get saved(): number {
    return this.member.room.sync.durable
  }

  act(): void {
    const { random, alive } = this
    const { nodes } = this.member.room
    const x = this.deeds.length + 1
    const id = random.pick(alive)
    if (id === undefined || (alive.length < mostNodes && random.chance(0.3))) {
      const fresh = `${this.name}-${x}`
      nodes.create({ id: fresh, type: 'service', x, y: random.below(1_000) })
      alive.push(fresh)
      this.deeds.push({ is: 'put', id: fresh, x })
    } else if (random.chance(0.1)) {
      nodes.remove(id)
      alive.splice(alive.indexOf(id), 1)
      this.deeds.push({ is: 'remove', id })
    } else {
      nodes.update(id, { x })
      this.deeds.push({ is: 'put', id, x })
    }
  }

  /** Whether every deed is one edit to the SDK, and none is forgotten. */
  get isCounted(): boolean {
    const { durable, unsaved } = this.member.room.sync
    return durable + unsaved === this.deeds.length
  }

  /** @returns after how many deeds, `least` or more, this document was as it is; undefined if it never was. */
  momentOf(doc: Y.Doc, least: number): number | undefined {
    const held = this.placesIn(doc)
    const then = new Map<string, number>()
    let differing = held.size
    const isLike = (id: string): boolean => held.get(id) === then.get(id)
    if (differing === 0 && least === 0) return 0
    for (const [index, deed] of this.deeds.entries()) {
      const before = isLike(deed.id)
      if (deed.is === 'put') then.set(deed.id, deed.x)
      else then.delete(deed.id)
      differing += Number(before) - Number(isLike(deed.id))
      if (differing === 0 && index + 1 >= least) return index + 1
    }
    return undefined
  }

  private placesIn(doc: Y.Doc): Map<string, number> {
    const nodes = doc.getMap<Y.Map<unknown>>('nodes')
    return new Map(
      [...nodes]
        .filter(([id]) => id.startsWith(`${this.name}-`))
        .map(([id, node]) => [id, (node.get('pl') as [string, number, number])[1]]),
    )
  }
}

const mostNodes = 12
