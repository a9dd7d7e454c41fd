const maxSeq = 0xffff_ffff

/** @throws RangeError when it is not what a room's tick counter can be. */
export function assertSeq(seq: number): void {
  if (!Number.isInteger(seq) || seq < 0 || seq > maxSeq)
    throw new RangeError(`seq ${seq} is not unsigned 32 bit`)
}
