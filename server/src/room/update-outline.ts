import * as Y from 'yjs'

/** Where clients stand: the next clock of each. */
export interface Standing {
  clockOf(client: number): number
}

/** What an update is about, read from its structs; asked for only where that decides something, since it takes as long as decoding. */
export class UpdateOutline {
  /** Whether it brings nothing but deletions and the lengths of what was deleted before it was ever sent. */
  readonly isContentless: boolean
  /** The delete ranges in it. */
  readonly deleteRanges: number
  private readonly structs: Decoded['structs']
  private readonly deletes: Decoded['ds']['clients']

  /** @param update known to decode. */
  constructor(update: Uint8Array) {
    const { structs, ds } = Y.decodeUpdate(update)
    this.structs = structs
    this.deletes = ds.clients
    this.isContentless = structs.every(
      (struct) => !(struct instanceof Y.Item) || struct.content instanceof Y.ContentDeleted,
    )
    this.deleteRanges = Array.from(this.deletes.values()).reduce((sum, ranges) => sum + ranges.length, 0)
  }

  /** Where its clients stand once it is applied, as far as nothing is missing. */
  clocksAfter(before: Standing): Map<number, number> {
    const after = new Map<number, number>()
    for (const struct of this.structs) {
      const { client, clock } = struct.id
      const known = after.get(client) ?? before.clockOf(client)
      if (struct instanceof Y.Skip || clock > known) continue
      after.set(client, Math.max(known, clock + struct.length))
    }
    return after
  }

  /** Whether what its clients wrote before is not there. */
  hasClockGap(before: Standing): boolean {
    const after = this.clocksAfter(before)
    return this.structs.some(({ id }) => id.clock > (after.get(id.client) ?? before.clockOf(id.client)))
  }

  /** Whether something that it brings builds on what is not there. */
  hasStructGap(before: Standing): boolean {
    const after = this.clocksAfter(before)
    const isThere = ({ client, clock }: Y.ID): boolean =>
      clock < (after.get(client) ?? before.clockOf(client))
    return this.structs.some((struct) => {
      if (struct instanceof Y.Skip) return false
      if (!isThere(struct.id)) return true
      if (!(struct instanceof Y.Item)) return false
      const { origin, rightOrigin, parent } = struct
      return [origin, rightOrigin, parent].some((id) => id instanceof Y.ID && !isThere(id))
    })
  }

  /** Whether it deletes what is not there. */
  hasDeleteGap(before: Standing): boolean {
    const after = this.clocksAfter(before)
    for (const [client, ranges] of this.deletes) {
      const end = after.get(client) ?? before.clockOf(client)
      if (ranges.some(({ clock, len }) => clock + len > end)) return true
    }
    return false
  }
}

type Decoded = ReturnType<typeof Y.decodeUpdate>
