import { readFileSync } from 'node:fs'

/** One page in a write-ahead log. */
interface WalFrame {
  /** Where it ends in the file. */
  readonly end: number
  /** Whether it is the last of its transaction. */
  readonly isCommit: boolean
}

const headerBytes = 32
const frameHeaderBytes = 24

/**
 * SQLite's write-ahead log as recovery reads it: frames count for as long as their salts and running checksums are right,
 * and of those all up to the last that ends a transaction. https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
export class WalFile {
  readonly frames: readonly WalFrame[]
  /** Where the last transaction ends; what follows is no part of the database. */
  readonly committedBytes: number
  /** Whole frames of a transaction that never ended. */
  readonly tornFrames: number

  constructor(bytes: Buffer) {
    this.frames = readFrames(bytes)
    const committed = this.frames.map(({ isCommit }) => isCommit).lastIndexOf(true)
    this.committedBytes = this.frames[committed]?.end ?? 0
    this.tornFrames = this.frames.length - 1 - committed
  }

  /** @returns an empty one when there is no such file. */
  static read(path: string): WalFile {
    try {
      return new WalFile(readFileSync(path))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new WalFile(Buffer.alloc(0))
      throw error
    }
  }
}

function readFrames(wal: Buffer): WalFrame[] {
  const frames: WalFrame[] = []
  if (wal.length < headerBytes) return frames
  const isBigEndian = (wal.readUInt32BE(0) & 1) === 1
  const frameBytes = frameHeaderBytes + wal.readUInt32BE(8)
  const sum = new RunningSum(isBigEndian)
  sum.add(wal.subarray(0, 24))
  if (!sum.is(wal.readUInt32BE(24), wal.readUInt32BE(28))) return frames
  for (let start = headerBytes; start + frameBytes <= wal.length; start += frameBytes) {
    const frame = wal.subarray(start, start + frameBytes)
    if (wal.compare(frame, 8, 16, 16, 24) !== 0) break
    sum.add(frame.subarray(0, 8))
    sum.add(frame.subarray(frameHeaderBytes))
    if (!sum.is(frame.readUInt32BE(16), frame.readUInt32BE(20))) break
    frames.push({ end: start + frameBytes, isCommit: frame.readUInt32BE(4) !== 0 })
  }
  return frames
}

class RunningSum {
  private first = 0
  private second = 0
  private readonly isBigEndian: boolean

  constructor(isBigEndian: boolean) {
    this.isBigEndian = isBigEndian
  }

  add(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += 8) {
      this.first = (this.first + this.word(bytes, at) + this.second) >>> 0
      this.second = (this.second + this.word(bytes, at + 4) + this.first) >>> 0
    }
  }

  is(first: number, second: number): boolean {
    return this.first === first && this.second === second
  }

  private word(bytes: Buffer, at: number): number {
    return this.isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)
  }
}
