import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { decodeEventEntries, type EventEntry } from './event-entry.ts'
import { FrameType } from './frame-type.ts'
import { decodeGestureEntries, type GestureEntry } from './gesture-entry.ts'
import { decodeRosterEntries, type RosterEntry } from './roster-entry.ts'

/**
 * Server to all clients of a room: one flush, everything since the last one, encoded once and shared.
 * The fixed 12-byte head is all that a load generator needs: seq gaps are losses, `durableSeq` says what is saved.
 */
export interface Tick {
  readonly type: typeof FrameType.tick
  /** The interval that the room ticks at now, in milliseconds. */
  readonly tickMs: number
  /** The room's tick counter; every tick raises it by one, so a gap is a loss. */
  readonly seq: number
  /** Every document change of ticks up to this one is on disk. */
  readonly durableSeq: number
  /** Yjs V1 update, not empty; absent in a tick without document changes. */
  readonly update: Uint8Array | undefined
  readonly events: readonly EventEntry[]
  /** Gestures that began or ended, to be taken after the update. */
  readonly gestures: readonly GestureEntry[]
  readonly roster: readonly RosterEntry[]
}

/** A tick before it is framed: each lane already encoded, empty or absent when there is nothing in it. */
export interface TickLanes {
  readonly update?: Uint8Array | undefined
  readonly events?: Uint8Array | undefined
  readonly gestures?: Uint8Array | undefined
  readonly roster?: Uint8Array | undefined
}

export const tickHeadBytes = 12

/** Bits of the head's `lanes` byte, and the order in which their blocks follow it. */
export const laneBits = { document: 1, event: 2, gesture: 4, roster: 8 } as const

export function encodeTick(
  tickMs: number,
  seq: number,
  durableSeq: number,
  lanes: TickLanes,
): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(
    tickHeadBytes +
      blockBytes(lanes.update) +
      blockBytes(lanes.events) +
      blockBytes(lanes.gestures) +
      blockBytes(lanes.roster),
  )
  writer
    .u8(FrameType.tick)
    .u8(
      (lanes.update ? laneBits.document : 0) |
        (lanes.events ? laneBits.event : 0) |
        (lanes.gestures ? laneBits.gesture : 0) |
        (lanes.roster ? laneBits.roster : 0),
    )
    .u16(tickMs)
    .u32(seq)
    .u32(durableSeq)
  writeBlock(writer, lanes.update)
  writeBlock(writer, lanes.events)
  writeBlock(writer, lanes.gestures)
  writeBlock(writer, lanes.roster)
  return writer.bytes
}

export function decodeTick(frame: Uint8Array): Tick | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.tick) return undefined
  const lanes = reader.u8()
  const tickMs = reader.u16()
  const seq = reader.u32()
  const durableSeq = reader.u32()
  const block = (bit: number): Uint8Array | undefined =>
    (lanes & bit) === 0 ? undefined : reader.bytesOf(reader.u32())
  const update = block(laneBits.document)
  const events = decodeEventEntries(block(laneBits.event) ?? none)
  const gestures = decodeGestureEntries(block(laneBits.gesture) ?? none)
  const roster = decodeRosterEntries(block(laneBits.roster) ?? none)
  if (!reader.complete || lanes > 15 || update?.length === 0 || !events || !gestures || !roster)
    return undefined
  return { type: FrameType.tick, tickMs, seq, durableSeq, update, events, gestures, roster }
}

const none = new Uint8Array(0)

function blockBytes(block: Uint8Array | undefined): number {
  return block ? 4 + block.length : 0
}

function writeBlock(writer: ByteWriter, block: Uint8Array | undefined): void {
  if (block) writer.u32(block.length).raw(block)
}
