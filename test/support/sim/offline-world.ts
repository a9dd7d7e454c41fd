import { FaultyOfflineStore } from './faulty-offline-store.ts'
import { SimWorld, type SimClient } from './sim-world.ts'

/** What the device's store calls the room `r`. */
export const offlineKey = 'ws://sim/v1/rooms/r'

/** A world, and the device that its pages keep rooms on. */
export function newOfflineWorld(seed: number): {
  readonly world: SimWorld
  readonly offline: FaultyOfflineStore
} {
  const world = new SimWorld(seed)
  return { world, offline: new FaultyOfflineStore(world.clock) }
}

export function nodeIdsOf({ room }: SimClient): string[] {
  return [...room.nodes.all()].map(({ id }) => id).sort()
}
