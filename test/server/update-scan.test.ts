import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { UpdateScan } from '../../server/src/room/update/update-scan.ts'
import { RawAuthor } from '../support/raw-author.ts'
import { scribble } from '../support/scribbles.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'

function decodes(update: Uint8Array): boolean {
  try {
    Y.decodeUpdate(update)
    return true
  } catch {
    return false
  }
}

/** The same bytes with a few of them changed, gone or said twice. */
function damaged(update: Uint8Array, random: SeededRandom): Uint8Array {
  const bytes = [...update]
  for (let times = 1 + random.below(3); times > 0; times--) {
    const at = random.below(bytes.length)
    switch (random.below(4)) {
      case 0:
        bytes[at] = random.below(256)
        break
      case 1:
        bytes[at] = (bytes[at]! + (random.chance(0.5) ? 1 : 255)) % 256
        break
      case 2:
        bytes.splice(at, 1 + random.below(3))
        break
      default:
        bytes.splice(at, 0, ...bytes.slice(at, at + 1 + random.below(3)))
    }
  }
  return Uint8Array.from(bytes)
}

test('[TK9] what the scan accepts, Yjs decodes: whatever became of the bytes', () => {
  let accepted = 0
  let refused = 0
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = new SeededRandom(seed)
      for (const update of scribble(seed, 3, 12)) {
        expect(decodes(update)).toBe(true)
        for (let round = 0; round < 40; round++) {
          const bytes = damaged(update, random)
          if (UpdateScan.judge(bytes) !== 'malformed') {
            accepted++
            expect(decodes(bytes), Buffer.from(bytes).toString('hex')).toBe(true)
          } else if (!decodes(bytes)) refused++
        }
      }
    }),
    { numRuns: 60 },
  )
  expect(accepted).toBeGreaterThan(1_000)
  expect(refused).toBeGreaterThan(1_000)
})

test('[TK9] it accepts what canvases are made of, and the cut of none', () => {
  const author = new RawAuthor(7)
  const made = [
    () => author.node('a', ['', 0, 0], 'a1'),
    () => author.set('a', 'pl', ['', 12.25, -3e9]),
    () => author.set('a', 'd:label', 'a label'),
    () => author.set('a', 'st', { fill: '#fff', width: 2, dashed: true, none: null, list: [1, [2]] }),
    () => author.nodes.delete('a'),
    () => author.node('ü', ['', 0, 0], 'a2'),
  ].map((write) => {
    write()
    return author.take()
  })
  for (const [update] of made) {
    expect(UpdateScan.judge(update!)).toBe('plain')
    for (let length = 0; length < update!.length; length++)
      expect(UpdateScan.judge(update!.subarray(0, length))).toBe('malformed')
  }
})
