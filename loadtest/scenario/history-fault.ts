/**
 * What is wrong with a HISTORY frame: after a position it brings every event, in order, or none because the room has
 * forgotten one of them.
 * @param after the newest event that was not asked for.
 * @returns one sentence, or undefined when all is well.
 */
export function historyFault(frame: DataView, after: number): string | undefined {
  // HISTORY: type, flags u8 whose lowest bit says "recovered", ref u32, eventSeq u32, n u32, n bytes of events.
  const isRecovered = (frame.getUint8(1) & 1) !== 0
  const newest = frame.getUint32(6, true)
  const end = 14 + frame.getUint32(10, true)
  let seq = after
  // Event entry: seq u32, member u16, n u32, n bytes.
  for (let at = 14; at < end; at += 10 + frame.getUint32(at + 6, true))
    if (frame.getUint32(at, true) !== ++seq)
      return `event ${frame.getUint32(at, true)} came where ${seq} was next`
  if (!isRecovered) {
    if (end > 14) return `a part of the events after ${after} came although they cannot all be told`
    if (newest - after <= rememberedEvents) return `the events after ${after} were forgotten at ${newest}`
    return undefined
  }
  if (newest - after > rememberedEvents)
    return `events before ${newest - rememberedEvents} were called recovered`
  return seq === newest ? undefined : `the events from ${seq + 1} to ${newest} did not come`
}

/** Events that a room keeps: server/src/room/room-limits.ts, which k6 cannot import. */
export const rememberedEvents = 1_024
