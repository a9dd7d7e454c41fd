import { closeSync, openSync, readSync } from 'node:fs'

/** What a write-ahead log of SQLite's holds, as its recovery will find it. */
export interface WalScan {
  /** Where each transaction ends that recovery will find; what follows the last one is no part of the database. */
  readonly commits: readonly number[]
  /** Whole frames behind them: of a transaction that never ended. */
  readonly tornFrames: number
  /**
   * Where recovery will stop although more had reached the disk, and would give no sign of it; undefined when the log ends
   * as a crash may end it.
   */
  readonly damagedAt: number | undefined
}

const headerBytes = 32
const frameHeaderBytes = 24
const bufferBytes = 1 << 20

/**
 * Reads a log frame by frame: each counts for as long as its salts and the running checksum are right
 * (https://www.sqlite.org/fileformat2.html#the_write_ahead_log). A transaction begins only when the one before it is on disk,
 * so a crash leaves at most one that is broken. Where two more ended behind a frame that does not hold, that frame was
 * whole once.
 */
export function scanWal(path: string): WalScan {
  const fd = openIfThere(path)
  if (fd === undefined) return nothing
  try {
    return scan(new FrameReader(fd))
  } finally {
    closeSync(fd)
  }
}

const nothing: WalScan = { commits: [], tornFrames: 0, damagedAt: undefined }

function scan(reader: FrameReader): WalScan {
  const header = Buffer.from(reader.read(headerBytes))
  // A file that was made and never written to the end: nothing was ever said to be in it.
  if (header.length < headerBytes || header.every((byte) => byte === 0)) return nothing
  const sum = new RunningSum((header.readUInt32BE(0) & 1) === 1)
  sum.add(header, 0, 24)
  // One sector holds it, which a disk writes whole or not at all.
  if (!sum.is(header.readUInt32BE(24), header.readUInt32BE(28))) return { ...nothing, damagedAt: 0 }
  const frameBytes = frameHeaderBytes + header.readUInt32BE(8)
  const commits: number[] = []
  let tornFrames = 0
  let brokenAt: number | undefined
  let commitsBehind = 0
  for (let start = headerBytes; ; start += frameBytes) {
    const frame = reader.read(frameBytes)
    if (frame.length < frameBytes) break
    const isOfThisLog = frame.compare(header, 16, 24, 8, 16) === 0
    const endsTransaction = frame.readUInt32BE(4) !== 0
    if (brokenAt !== undefined) {
      if (isOfThisLog && endsTransaction) commitsBehind++
      continue
    }
    sum.add(frame, 0, 8)
    sum.add(frame, frameHeaderBytes, frameBytes)
    if (!isOfThisLog || !sum.is(frame.readUInt32BE(16), frame.readUInt32BE(20))) brokenAt = start
    else if (endsTransaction) {
      commits.push(start + frameBytes)
      tornFrames = 0
    } else tornFrames++
  }
  return { commits, tornFrames, damagedAt: commitsBehind >= 2 ? brokenAt : undefined }
}

/** Reads on in large pieces: a log may be larger than memory should be. */
class FrameReader {
  private readonly fd: number
  private buffer = Buffer.alloc(0)
  private at = 0

  constructor(fd: number) {
    this.fd = fd
  }

  /** @returns the next bytes, fewer at the end of the file; they are there until the next call. */
  read(length: number): Buffer {
    if (this.buffer.length - this.at < length) {
      const more = Buffer.alloc(Math.max(bufferBytes, length))
      const got = readSync(this.fd, more)
      this.buffer = Buffer.concat([this.buffer.subarray(this.at), more.subarray(0, got)])
      this.at = 0
    }
    const bytes = this.buffer.subarray(this.at, this.at + length)
    this.at += bytes.length
    return bytes
  }
}

class RunningSum {
  private first = 0
  private second = 0
  private readonly isBigEndian: boolean

  constructor(isBigEndian: boolean) {
    this.isBigEndian = isBigEndian
  }

  add(bytes: Buffer, start: number, end: number): void {
    const word = (at: number): number => (this.isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at))
    for (let at = start; at < end; at += 8) {
      this.first = (this.first + word(at) + this.second) >>> 0
      this.second = (this.second + word(at + 4) + this.first) >>> 0
    }
  }

  is(first: number, second: number): boolean {
    return this.first === first && this.second === second
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
