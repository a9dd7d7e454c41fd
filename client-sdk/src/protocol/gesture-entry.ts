import { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { readIds } from './gesture-begin.ts'

/** Why a gesture ended. By their numbers on the wire. */
export const gestureEnds = ['committed', 'cancelled', 'expired', 'left', 'gone'] as const

export type GestureEndReason = (typeof gestureEnds)[number]

/** A gesture began or ended. */
export type GestureEntry =
  | {
      readonly op: 'began'
      /** The room's number for it, free for another one after it ended. */
      readonly gesture: number
      /** Whose hand it is. */
      readonly member: number
      /** `encodeIds` of the nodes; LIVE frames name them by their position here. */
      readonly ids: Uint8Array
    }
  | { readonly op: 'ended'; readonly gesture: number; readonly why: GestureEndReason }

export function gestureEntryBytes(entry: GestureEntry): number {
  return entry.op === 'ended' ? 4 : 5 + entry.ids.length
}

export function writeGestureEntry(writer: ByteWriter, entry: GestureEntry): void {
  if (entry.op === 'ended') writer.u8(ended).u16(entry.gesture).u8(gestureEnds.indexOf(entry.why))
  else writer.u8(began).u16(entry.gesture).u16(entry.member).raw(entry.ids)
}

/** All entries of a lane's bytes, or undefined when they do not end exactly at an entry's end. */
export function decodeGestureEntries(lane: Uint8Array): GestureEntry[] | undefined {
  const reader = new ByteReader(lane)
  const entries: GestureEntry[] = []
  while (reader.ok && reader.remaining > 0) {
    const op = reader.u8()
    const gesture = reader.u16()
    if (op === ended) {
      const why = gestureEnds[reader.u8()]
      if (!why) return undefined
      entries.push({ op: 'ended', gesture, why })
    } else if (op === began) {
      const member = reader.u16()
      const ids = reader.span(() => void readIds(reader))
      entries.push({ op: 'began', gesture, member, ids })
    } else return undefined
  }
  return reader.ok ? entries : undefined
}

/** The node ids of a gesture that began. */
export function idsOf({ ids }: { readonly ids: Uint8Array }): string[] {
  return readIds(new ByteReader(ids))
}

const ended = 0
const began = 1
