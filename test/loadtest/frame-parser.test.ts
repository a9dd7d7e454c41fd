import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import { FrameParser } from '../../loadtest/driver/frame-parser.ts'

test('[LT73] the driver joins the fragments of a message, wherever the reads cut them and with a ping between', () => {
  const sent = Buffer.concat([
    Buffer.from([0x02, 2, 1, 2]),
    Buffer.from([0x00, 1, 3]),
    Buffer.from([0x89, 1, 9]),
    Buffer.from([0x80, 2, 4, 5]),
    Buffer.from([0x82, 1, 6]),
  ])
  for (let cut = 0; cut <= sent.length; cut++) {
    const heard: unknown[] = []
    const parser = new FrameParser({
      frame: (opcode, bytes, start, end) => heard.push([opcode, ...bytes.subarray(start, end)]),
    })
    parser.receive(sent, 0, cut)
    parser.receive(sent, cut, sent.length)
    expect(heard).toEqual([
      [9, 9],
      [2, 1, 2, 3, 4, 5],
      [2, 6],
    ])
  }
})
