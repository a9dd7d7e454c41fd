import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { closeCodes, type CloseName } from '@coplane/client/protocol/close-codes'
import { closeMeanings } from '@coplane/client/protocol/close-meanings'
import { errorReasons } from '@coplane/client/protocol/error'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { limits } from '@coplane/client/protocol/limits'
import { subprotocol } from '@coplane/client/protocol/version'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { bytesOf, frameNames, golden, hexOf } from './golden.ts'

const page = readFileSync(new URL('../../client-sdk/src/protocol/PROTOCOL.md', import.meta.url), 'utf8')

/** The text below a heading, up to the next one of the same rank. */
function section(heading: RegExp): string {
  const start = page.search(heading)
  expect(start, `PROTOCOL.md has a heading ${heading}`).toBeGreaterThanOrEqual(0)
  const [first = ''] = page.slice(start).split('\n', 1)
  const [rank = ''] = first.split(' ', 1)
  const rest = page.slice(start + first.length)
  const end = rest.search(new RegExp(`^#{1,${rank.length}} `, 'm'))
  return end < 0 ? rest : rest.slice(0, end)
}

/** The cells of a table's rows, without its head. */
function rows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .slice(2)
}

describe('PROTOCOL.md says what the code does', () => {
  test('[W1] it is the page of the subprotocol that is spoken', () => {
    expect(page).toMatch(new RegExp(`^# The wire: \`${subprotocol}\`$`, 'm'))
  })

  test.for(frameNames)('[W6] %s has a section with its byte, direction, sentence and layout', (name) => {
    const title = name.replace(/[A-Z]/, '-$&').toUpperCase()
    const type = FrameType[name]
    const direction = type < 0x80 ? 'client → server' : 'server → (every )?client'
    const byte = type.toString(16).padStart(2, '0')
    const text = section(new RegExp(`^### ${title} — 0x${byte}, ${direction}`, 'm'))
    expect(text.trim().split('\n', 1)[0]).toMatch(/^[A-Z].*\.$/)
    const [first] = rows(text)
    expect(first).toEqual(['u8', 'type', `\`${byte}\``])
  })

  test.for(frameNames)('[W5] the example of %s is one of its golden vectors', (name) => {
    const title = name.replace(/[A-Z]/, '-$&').toUpperCase()
    const [, example = ''] =
      /^Example: `([0-9a-f ]+)`$/m.exec(section(new RegExp(`^### ${title} — `, 'm'))) ?? []
    expect(golden[name].map(({ hex }) => hexOf(bytesOf(hex)))).toContain(hexOf(bytesOf(example)))
  })

  test('[W4] the limits are those of limits.ts', () => {
    const table = rows(section(/^## Limits/m)).map(([limit, value]) => [
      limit,
      Number(value?.replaceAll(',', '')),
    ])
    expect(Object.fromEntries(table)).toEqual({ ...limits })
  })

  test('[W34] the slow reader’s numbers are those of room-limits.ts', () => {
    const text = section(/^### Slow readers/m)
    expect(text).toContain(`${roomLimits.softBufferedBytes / 1024} KiB wait`)
    expect(text).toContain(`published ${roomLimits.lagSweepBytes / 1024} KiB`)
    expect(text).toContain(`${roomLimits.drainedBytes / 1024} KiB or less`)
    expect(text).toContain(`behind for ${roomLimits.lagDeadlineMs / 1000} seconds`)
  })

  test('[W11] the error reasons are those of error.ts', () => {
    const text = section(/^### ERROR/m)
    const reasons = rows(text.slice(text.search(/^\| number/m)))
    expect(reasons.map(([number, reason]) => [Number(number), reason])).toEqual([...errorReasons.entries()])
  })

  test('[W37] the close codes are those of close-codes.ts', () => {
    const table = rows(section(/^## Close codes/m))
    const entries = (Object.keys(closeCodes) as CloseName[]).map((name) => {
      const { code, retry } = closeCodes[name]
      return [String(code), name, retry ? 'yes' : 'no', closeMeanings[name]]
    })
    expect(table).toEqual(entries)
  })
})

describe('every rule of PROTOCOL.md is held up', () => {
  const rules = [...page.matchAll(/\*\*\[(W\d+)\]\*\*/g)].map(([, rule]) => rule!)
  const testFiles = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.test.ts'))
  const named = new Set(
    testFiles.flatMap((file) => {
      const source = readFileSync(new URL(file, import.meta.url), 'utf8')
      return [...source.matchAll(/\[(W\d+)\]|'(W\d+)',/g)].map(([, inTitle, inTable]) => inTitle ?? inTable!)
    }),
  )

  test('[W1] rules are numbered from 1, each once after the page’s introduction', () => {
    const defined = rules.slice(rules.indexOf('W1') + 1)
    expect(defined).toEqual(defined.map((_, index) => `W${index + 1}`))
  })

  test('[W1] each rule has a test of its name here, and each name a rule', () => {
    expect([...named].sort()).toEqual([...new Set(rules)].sort())
  })
})
